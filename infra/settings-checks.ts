/**
 * What must hold between settings, beyond each being well written. Every fault names its place and says
 * what to do. `infra/settings.ts` calls it after the schema has filled in the defaults.
 *
 * @module
 */
import { instruments } from '../shared/instruments/catalog.ts';
import { versionName } from '../shared/instruments/versions.ts';
import type { Settings } from '../shared/settings/settings.ts';

/** The addresses of all write-back queues travel in a function's environment, which holds 4 KB. */
const MOST_SOURCES = 20;

export function faultsBetween(settings: Settings): readonly string[] {
  return [
    ...tooManySources(settings),
    ...repeatedIds(settings),
    ...sharedClients(settings),
    ...unknownSources(settings),
    ...unknownInstruments(settings),
    ...unsigned(settings),
    ...servedTwice(settings),
  ];
}

function tooManySources({ sources }: Settings): readonly string[] {
  return sources.length <= MOST_SOURCES
    ? []
    : [
        `sources: one deployment carries ${MOST_SOURCES} sources, not ${sources.length}. Deploy a second stack for the others.`,
      ];
}

function servedTwice({ page, pageOrigins }: Settings): readonly string[] {
  return page === undefined || pageOrigins === undefined
    ? []
    : ['page: pageOrigins says that somebody else serves the page. Leave out one of the two.'];
}

/** An assertion needs a key. */
function unsigned({ sources, signingKeys }: Settings): readonly string[] {
  if (signingKeys.length > 0) return [];
  return sources.flatMap(({ ehr: { auth } }, index) =>
    auth === undefined
      ? []
      : [`sources[${index}].ehr.auth: there is no key to sign with. Add signingKeys: [{ "id": "first" }].`],
  );
}

function repeatedIds({ sources, programs, signingKeys }: Settings): readonly string[] {
  return [
    ...repeated(signingKeys.map(({ id }) => id)).map(
      ([index, id]) =>
        `signingKeys[${index}].id: '${id}' is taken by another key. An EHR finds a key by its id: give each its own.`,
    ),
    ...repeated(sources.map(({ id }) => id)).map(
      ([index, id]) =>
        `sources[${index}].id: '${id}' is taken by another source. Give each source its own id.`,
    ),
    ...repeated(programs.map(({ id }) => id)).map(
      ([index, id]) =>
        `programs[${index}].id: '${id}' is taken by another program. Give each program its own id.`,
    ),
  ];
}

/** A credential decides the source, so one that speaks for two would decide nothing. */
function sharedClients({ sources }: Settings): readonly string[] {
  const owners = new Map<string, number>();
  return sources.flatMap(({ clientIds }, index) =>
    clientIds.flatMap((client, at) => {
      const owner = owners.get(client);
      if (owner === undefined) {
        owners.set(client, index);
        return [];
      }
      const place = `sources[${index}].clientIds[${at}]`;
      return owner === index
        ? [`${place}: '${client}' is listed twice. Remove one.`]
        : [
            `${place}: '${client}' already speaks for source '${sources[owner]?.id}'. Register a client of its own for source '${sources[index]?.id}'.`,
          ];
    }),
  );
}

function unknownSources({ sources, programs }: Settings): readonly string[] {
  const known = sources.map(({ id }) => id);
  return programs.flatMap(({ source }, index) =>
    known.includes(source)
      ? []
      : [
          `programs[${index}].source: there is no source '${source}'. Use one of ${known.join(', ')}, or add it to sources.`,
        ],
  );
}

function unknownInstruments({ sources, programs, scoring }: Settings): readonly string[] {
  const all = [...instruments, ...scoring.instruments];
  const known: readonly string[] = [...new Set(all.map(({ id }) => id))];
  const versions = new Set(all.map(versionName));
  const named = [
    ...programs.flatMap(({ measures }, index) =>
      Object.entries(measures).map(([measure, id]) => ({
        place: `programs[${index}].measures.${measure}`,
        id,
      })),
    ),
    ...sources.flatMap(({ forms }, index) =>
      forms.map(({ instrument }, at) => ({
        place: `sources[${index}].forms[${at}].instrument`,
        id: instrument,
      })),
    ),
    ...Object.keys(scoring.prorating).map((id) => ({ place: `scoring.prorating.${id}`, id })),
  ];
  return named
    .filter(({ place, id }) => !known.includes(id) && !(place.endsWith('.instrument') && versions.has(id)))
    .map(({ place, id }) => `${place}: no instrument is called '${id}'. Use one of ${known.join(', ')}.`);
}

/** Position and value of everything that came before. */
function repeated(values: readonly string[]): readonly (readonly [number, string])[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [[index, value] as const] : []));
}
