import { hash } from 'node:crypto';
import type {
  Encounter,
  EpisodeOfCare,
  FhirResource,
  Patient,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
} from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import { validator } from '../../local/sandbox-ehr/validation.ts';
import { mulberry32 } from '../../local/seed/mulberry32.ts';
import { expected, type Push, patients, type SeedOptions, seed } from '../../local/seed/seed.ts';
import { instruments } from '../../shared/instruments/catalog.ts';
import { deliveriesOf } from '../../shared/responses/delivery.ts';
import { type Recorded, recordResponse } from '../../shared/responses/record.ts';
import { compileCatalog } from '../../shared/scoring/compile.ts';
import type { SourceSettings } from '../../shared/settings/settings.ts';

const asOf = '2026-11-22T23:00:00Z';
const source: SourceSettings = {
  id: 'riverside',
  name: 'Riverside',
  timeZone: 'America/New_York',
  identity: 'id',
  ehr: { baseUrl: 'https://ehr.example.org/fhir/R4', profile: 'generic', timeoutMs: 5000 },
  clientIds: [],
  writeBackConcurrency: 2,
  reconcile: false,
  monotonicEvents: false,
  alertWithinDays: 14,
  acknowledgeWithinHours: 24,
  forms: [],
};
const options: SeedOptions = {
  asOf,
  source,
  programs: [
    { id: 'talking-therapy', source: 'riverside' },
    { id: 'intensive-outpatient', source: 'riverside' },
    { id: 'elsewhere', source: 'hillside' },
  ],
};
const pushes = seed(options);
const counts = expected(options);

function resourcesIn({ body }: Push): readonly FhirResource[] {
  if (body === undefined) return [];
  const resource = body as FhirResource;
  return resource.resourceType === 'Bundle'
    ? (resource.entry ?? []).flatMap(({ resource: one }) => (one === undefined ? [] : [one as FhirResource]))
    : [resource];
}

function all<T extends FhirResource>(resourceType: T['resourceType']): readonly T[] {
  return pushes.flatMap(resourcesIn).filter((one): one is T => one.resourceType === resourceType);
}

const responses = all<QuestionnaireResponse>('QuestionnaireResponse');
const isBroken = ({ item }: QuestionnaireResponse) =>
  (item?.[0]?.item ?? item ?? []).some(({ answer }) => answer !== undefined && !Array.isArray(answer));

describe('determinism', () => {
  test('the same arguments give the same bytes', () => {
    expect(JSON.stringify(seed(options))).toBe(JSON.stringify(pushes));
    expect(expected(options)).toEqual(counts);
  });

  test('the hour of the day makes no difference, the day does', () => {
    expect(JSON.stringify(seed({ ...options, asOf: '2026-11-22T08:00:00Z' }))).toBe(JSON.stringify(pushes));
    expect(JSON.stringify(seed({ ...options, asOf: '2026-11-23T23:00:00Z' }))).not.toBe(
      JSON.stringify(pushes),
    );
  });

  test('mulberry32 gives the numbers of the published generator', () => {
    const next = mulberry32(1);
    expect([next(), next(), next()].map((number) => Math.floor(number * 2 ** 32))).toEqual([
      2693262067, 11749833, 2265367787,
    ]);
  });
});

describe('what is sent', () => {
  test('is in time order, from the first of the twelve full months to the day before asOf', () => {
    const times = pushes.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect((times[0] ?? '') >= '2025-11-01').toBe(true);
    expect((times.at(-1) ?? '') < '2026-11-22').toBe(true);
  });

  test('goes by Bundle, by PUT, by POST and once by DELETE', () => {
    const roads = Map.groupBy(
      pushes,
      ({ method, path }) => `${method} ${path.replace(/\/qr-[a-z0-9-]+$/, '/{id}')}`,
    );
    expect([...roads.keys()].sort()).toEqual([
      'DELETE /fhir/QuestionnaireResponse/{id}',
      'POST /fhir',
      'POST /fhir/QuestionnaireResponse',
      'PUT /fhir/QuestionnaireResponse/{id}',
    ]);
    expect(roads.get('DELETE /fhir/QuestionnaireResponse/{id}')).toHaveLength(1);
    for (const [, some] of roads)
      expect(some.every(({ method, body }) => (body === undefined) === (method === 'DELETE'))).toBe(true);
  });

  test('is about two thousand responses of a program that fills the page and of one that is small', () => {
    expect(counts.responses).toBeGreaterThan(2_000);
    expect(counts.responses).toBeLessThan(2_300);
    expect(counts.programs.map(({ id }) => id)).toEqual(['talking-therapy', 'intensive-outpatient']);
    const [talking, intensive] = counts.programs.map(({ started }) => started);
    expect(talking).toBeGreaterThan(400);
    expect(intensive).toBeGreaterThan(80);
    expect(intensive).toBeLessThan(120);
  });

  test('is valid R4, but for the one response that is broken on purpose', () => {
    const validate = validator('r4');
    const refused = pushes.flatMap(({ body }) => {
      try {
        if (body !== undefined) validate(structuredClone(body) as never);
        return [];
      } catch {
        return [body as QuestionnaireResponse];
      }
    });
    expect(refused.map(({ id }) => id)).toEqual(responses.filter(isBroken).map(({ id }) => id));
    expect(refused).toHaveLength(1);
    for (const patient of patients(options)) validate(patient as never);
  });

  test('names nobody: no name, address, contact or free text about a person anywhere', () => {
    const text = JSON.stringify([pushes, patients(options)]);
    for (const key of ['name', 'family', 'given', 'telecom', 'address', 'photo', 'contact', 'note'])
      expect(text).not.toContain(`"${key}":`);
    expect(all<Patient>('Patient').every(({ id }) => /^syn-\d{4}$/.test(id ?? ''))).toBe(true);
    expect(all<Patient>('Patient').every(({ birthDate }) => /^\d{4}$/.test(birthDate ?? ''))).toBe(true);
    expect(pushes.every(({ label }) => !label.includes('syn-'))).toBe(true);
  });
});

describe('a response', () => {
  test('says who, when, where and what, and was saved after it was filled in', () => {
    for (const { subject, source: from, authored = '', encounter, meta, questionnaire } of responses) {
      expect(subject?.reference).toMatch(/^Patient\/syn-\d{4}$/);
      expect(from).toEqual(subject);
      expect(encounter?.reference).toMatch(/^Encounter\/enc-syn-\d{4}-\d\d$/);
      expect(questionnaire).toMatch(
        /^http:\/\/loinc\.org\/q\/(44249-1|69737-5)$|^https:\/\/forms\.example\.org\//,
      );
      expect(authored).toMatch(/-0[45]:00$/);
      expect(Date.parse(meta?.lastUpdated ?? '')).toBeGreaterThan(Date.parse(authored));
    }
  });

  test('has LOINC link ids or definitions, our own short texts and LOINC answers', () => {
    const phq9 = responses.filter(
      ({ questionnaire, status }) => questionnaire?.endsWith('44249-1') && status === 'completed',
    );
    const codes = new Set(
      phq9
        .filter((one) => !isBroken(one))
        .flatMap(itemsOf)
        .map(codeOf),
    );
    expect([...codes].sort()).toEqual(
      // The nine items, the difficulty item and the EHR's own total.
      [
        '44250-9',
        '44251-7',
        '44252-5',
        '44253-3',
        '44254-1',
        '44255-8',
        '44258-2',
        '44259-0',
        '44260-8',
        '44261-6',
        '69722-7',
      ],
    );
    const texts = new Set(
      phq9
        .filter((one) => !isBroken(one))
        .flatMap(itemsOf)
        .map(({ text }) => text ?? ''),
    );
    expect([...texts].every((text) => text.length > 0 && text.length < 20)).toBe(true);
  });

  test.each([
    {
      id: 'qr-syn-0005-02-phq-9', // with a positive item 9, long ago
      codes: 'LA6569-3 LA6571-9 LA6570-1 LA6571-9 LA6570-1 LA6569-3 LA6571-9 LA6569-3 LA6570-1',
      sum: '1+3+2+3+2+1+3+1+2',
      total: 18,
      band: 'moderately severe',
    },
    {
      id: 'qr-syn-0002-01-gad-7', // local link ids
      codes: 'LA6569-3 LA6570-1 LA6568-5 LA6569-3 LA6570-1 LA6569-3 LA6569-3',
      sum: '1+2+0+1+2+1+1',
      total: 8,
      band: 'mild',
    },
    {
      id: 'qr-syn-0107-03-phq-9', // as amended
      codes: 'LA6568-5 LA6569-3 LA6569-3 LA6571-9 LA6569-3 LA6568-5 LA6568-5 LA6570-1 LA6568-5',
      sum: '0+1+1+3+1+0+0+2+0',
      total: 8,
      band: 'mild',
    },
    {
      id: 'qr-syn-0441-03-phq-9', // the live alert
      codes: 'LA6570-1 LA6568-5 LA6570-1 LA6571-9 LA6571-9 LA6571-9 LA6570-1 LA6569-3 LA6569-3',
      sum: '2+0+2+3+3+3+2+1+1',
      total: 17,
      band: 'moderately severe',
    },
  ])('$id is $sum = $total, worked out by hand', ({ id, codes, total, band }) => {
    const answers = codes.split(' ');
    const response = responses.findLast((one) => one.id === id) as QuestionnaireResponse;
    expect(
      itemsOf(response)
        .slice(0, answers.length)
        .map(({ answer }) => answer?.[0]?.valueCoding?.code),
    ).toEqual(answers);
    const [primary] = final.get(id)?.current.assessments ?? [];
    expect(primary).toMatchObject({ total, scores: [{ id: 'total', value: total, band }] });
  });
});

describe('care', () => {
  const episodes = all<EpisodeOfCare>('EpisodeOfCare');
  const encounters = all<Encounter>('Encounter');

  test('a finished episode has an end and says how it ended; an active one has neither', () => {
    const endings = new Set<string | undefined>();
    for (const { status, period, extension, type } of episodes) {
      expect(type?.[0]?.coding?.[0]?.system).toBe('urn:outcomes-pipeline:program');
      const ending = extension?.find(({ url }) => url === 'urn:outcomes-pipeline:ending')?.valueCode;
      expect([period?.end !== undefined, ending !== undefined]).toEqual(
        status === 'finished' ? [true, true] : [false, false],
      );
      endings.add(ending);
    }
    expect(endings).toEqual(new Set(['completed', 'dropped-out', 'transferred', undefined]));
  });

  test('some visits were missed, and those are no contacts', () => {
    const missed = encounters.filter(({ status }) => status === 'cancelled');
    expect(missed.length).toBeGreaterThan(10);
    const withForms = new Set(responses.map(({ encounter }) => encounter?.reference));
    expect(missed.some(({ id }) => withForms.has(`Encounter/${id}`))).toBe(false);
  });

  test('a year has far more finished courses than 11, and some months fewer, some not', () => {
    for (const { finished, finishedByMonth } of counts.programs) {
      const months = Object.values(finishedByMonth);
      expect(finished).toBeGreaterThan(50);
      expect(months.reduce((sum, month) => sum + month, 0)).toBe(finished);
      expect(months.some((month) => month >= 11)).toBe(true);
      expect(months.some((month) => month > 0 && month < 11)).toBe(true);
    }
  });

  test('the finished courses counted from the resources are those of the story', () => {
    const contacts = Map.groupBy(
      new Map(encounters.filter(({ status }) => status === 'finished').map((one) => [one.id, one])).values(),
      ({ episodeOfCare }) => episodeOfCare?.[0]?.reference,
    );
    const ended = new Map(episodes.filter(({ status }) => status === 'finished').map((one) => [one.id, one]));
    const finished = [...ended.values()].filter(
      ({ id, period }) =>
        (period?.end ?? '') >= '2025-11-01' &&
        (period?.end ?? '') < '2026-11-01' &&
        (contacts.get(`EpisodeOfCare/${id}`)?.length ?? 0) >= 2,
    );
    expect(finished).toHaveLength(counts.programs.reduce((sum, program) => sum + program.finished, 0));
  });

  test('the programs differ at the first visit: moderate and severe', () => {
    const means = options.programs.slice(0, 2).map(({ id }) => {
      const first = pushes.filter(({ label }) => label.startsWith(`${id}: first visit`));
      const totals = first.flatMap(resourcesIn).flatMap(({ id: one = '' }) => {
        const [primary] = final.get(one)?.current.assessments ?? [];
        return primary?.instrument === 'phq-9' && primary.total !== null ? [primary.total] : [];
      });
      return totals.reduce((sum, total) => sum + total, 0) / totals.length;
    });
    expect(means[0]).toBeGreaterThan(12);
    expect(means[0]).toBeLessThan(16);
    expect(means[1]).toBeGreaterThan(17);
  });
});

/** Each response as it stands after everything was delivered, by the pipeline's own pure functions. */
const { final, deliveries, repeats, alerts } = delivered();

describe('expected', () => {
  test('its six ends add up to the distinct responses', () => {
    const { scored, incomplete, review, ignored, rejected, retracted } = counts;
    expect(scored + incomplete + review + ignored + rejected + retracted).toBe(counts.responses);
  });

  test('is what the pipeline makes of the pushes, status by status', () => {
    const ends = { scored: 0, incomplete: 0, review: 0, ignored: 0, rejected: 0, retracted: 0 };
    for (const { current } of final.values()) ends[current.status] += 1;
    expect({ ...ends, responses: final.size, pushes: pushes.length }).toEqual({
      scored: counts.scored,
      incomplete: counts.incomplete,
      review: counts.review,
      ignored: counts.ignored,
      rejected: counts.rejected,
      retracted: counts.retracted,
      responses: counts.responses,
      pushes: counts.pushes,
    });
  });

  test('counts versions and duplicates as they were delivered', () => {
    expect({ versions: deliveries - repeats, duplicates: repeats }).toEqual({
      versions: counts.versions,
      duplicates: counts.duplicates,
    });
    expect(repeats).toBeGreaterThan(10);
  });

  test('there is one live alert, and the other positive safety items are historical', () => {
    const published = [...alerts].filter(([, { publication }]) => publication === 'publish');
    expect(published.map(([key]) => key)).toEqual(['qr-syn-0441-03-phq-9 44260-8']);
    expect(counts.alerts).toBe(1);
    expect(alerts.size - 1).toBe(counts.historicalAlerts);
    expect(counts.historicalAlerts).toBeGreaterThan(20);
  });

  test.each(['2026-03-01T12:00:00Z', '2027-01-01T12:00:00Z', '2028-02-29T12:00:00Z'])(
    'holds for any day, such as %s',
    (day) => {
      expect(expected({ ...options, asOf: day })).toMatchObject({ alerts: 1, rejected: 1, review: 9 });
    },
  );

  test('a small seed has every kind of response too', () => {
    const small = expected({ ...options, size: 0.1 });
    expect(small.responses).toBeLessThan(300);
    expect(Object.values(small).every((count) => typeof count !== 'number' || count > 0)).toBe(true);
    expect(small.alerts).toBe(1);
  });
});

test('the patients to preload are those of the pushes', () => {
  const pushed = new Map(all<Patient>('Patient').map((one) => [one.id, one]));
  expect(patients(options).map(({ id }) => pushed.get(id))).toEqual(patients(options));
});

function delivered() {
  const context = { source, catalog: compileCatalog(instruments), forms: [], sha256 };
  const naming = { mode: source.identity, baseUrl: source.ehr.baseUrl, sha256 };
  const latest = new Map<string, Recorded>();
  const seen = new Set<string>();
  const raised = new Map<string, Recorded['alerts'][number]>();
  let sent = 0;
  let again = 0;
  for (const { path, body } of pushes) {
    const urlId = /QuestionnaireResponse\/(.+)$/.exec(path)?.[1];
    const incoming =
      body === undefined
        ? [{ kind: 'delete', identity: urlId ?? '' } as const]
        : (deliveriesOf(body as Record<string, unknown>, naming, { urlId })?.responses ?? []);
    for (const delivery of incoming) {
      const recorded = recordResponse(delivery, asOf, context);
      const { identity, ord } = recorded.current;
      if (delivery.kind === 'upsert') {
        sent += 1;
        if (seen.has(`${identity} ${ord}`)) again += 1;
        seen.add(`${identity} ${ord}`);
      }
      for (const alert of recorded.alerts) raised.set(`${identity} ${alert.item}`, alert);
      if ((latest.get(identity)?.current.ord ?? '') < ord) latest.set(identity, recorded);
    }
  }
  return { final: latest, deliveries: sent, repeats: again, alerts: raised };
}

function sha256(text: string): string {
  return hash('sha256', text);
}

/** The items that carry answers, whatever group they are in. */
function itemsOf({ item = [] }: QuestionnaireResponse): readonly QuestionnaireResponseItem[] {
  return item.flatMap((one) => one.item ?? [one]).filter(({ answer }) => answer !== undefined);
}

function codeOf({ linkId, definition }: QuestionnaireResponseItem): string {
  return (definition ?? linkId).split('/').at(-1) ?? '';
}
