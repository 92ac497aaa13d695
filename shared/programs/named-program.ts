/**
 * The program that a response names itself, and how: the first three rules of the chain. The first that says
 * something wins, and a response that names a program counts in that one alone.
 *
 * | rule                | says                                                                              |
 * | ------------------- | --------------------------------------------------------------------------------- |
 * | `push`              | the route, the message's attribute, or a `meta.tag` of ours                        |
 * | `episode-extension` | the extension workflow-episodeOfCare, when that episode is one of our programs     |
 * | `encounter`         | `encounter`, when that Encounter's episode, service or provider means a program    |
 *
 * One that names none counts in every stay of its patient that holds it: those of the EHR, of a care team, of
 * a roster, or assigned by a person (`stay.ts`). So a stay that comes late needs no response rewritten.
 *
 * @module
 */
import { isObject } from '../responses/questionnaire-response.ts';
import type { ProgramSettings } from '../settings/settings.ts';
import { codesIn, type Json, list } from './element.ts';

export type NamingRule = 'push' | 'episode-extension' | 'encounter';

/** Which rule decided, and what it read. Stored with the response. */
export interface ProgramEvidence {
  readonly rule: NamingRule;
  /** `EpisodeOfCare/<id>` or `Encounter/<id>`. */
  readonly reference?: string;
}

export interface NamedProgram {
  readonly program: string;
  readonly evidence: ProgramEvidence;
}

/** What a response refers to that may name its program. */
export interface ProgramReferences {
  readonly episode?: string;
  readonly encounter?: string;
}

/** Programs of what is known so far, by bare id. Undefined where it is unknown, or of no program of ours. */
export interface KnownPrograms {
  ofEpisode(id: string): string | undefined;
  ofEncounter(id: string): string | undefined;
}

const EPISODE_EXTENSION = 'http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare';

export function programReferences({ extension, encounter }: Json): ProgramReferences {
  const said = list(extension).find((one) => isObject(one) && one.url === EPISODE_EXTENSION);
  const episode = isObject(said) ? idIn(said.valueReference, 'EpisodeOfCare') : undefined;
  const visit = idIn(encounter, 'Encounter');
  return {
    ...(episode === undefined ? {} : { episode }),
    ...(visit === undefined ? {} : { encounter: visit }),
  };
}

export function namedProgram(
  pushed: string | undefined,
  { episode, encounter }: ProgramReferences,
  known: KnownPrograms,
): NamedProgram | undefined {
  if (pushed !== undefined) return { program: pushed, evidence: { rule: 'push' } };
  const ofEpisode = episode === undefined ? undefined : known.ofEpisode(episode);
  if (ofEpisode !== undefined)
    return {
      program: ofEpisode,
      evidence: { rule: 'episode-extension', reference: `EpisodeOfCare/${episode}` },
    };
  const ofEncounter = encounter === undefined ? undefined : known.ofEncounter(encounter);
  return ofEncounter === undefined
    ? undefined
    : { program: ofEncounter, evidence: { rule: 'encounter', reference: `Encounter/${encounter}` } };
}

/** The program that an Encounter's service or provider means, by the settings. */
export function programOfEncounter(
  { type, serviceType, serviceProvider }: Json,
  programs: readonly ProgramSettings[],
): string | undefined {
  const said = new Set([...codesIn(type, serviceType), ...referenceIn(serviceProvider)]);
  return programs.find(({ encounters = [] }) => encounters.some((one) => said.has(one)))?.id;
}

/** The first EpisodeOfCare that an Encounter belongs to. */
export function episodeOfEncounter({ episodeOfCare }: Json): string | undefined {
  for (const one of list(episodeOfCare)) {
    const id = idIn(one, 'EpisodeOfCare');
    if (id !== undefined) return id;
  }
  return undefined;
}

/** Of a reference to a resource of the type. */
export function idIn(reference: unknown, type: string): string | undefined {
  const [said = ''] = referenceIn(reference);
  return new RegExp(`(?:^|/)${type}/([A-Za-z0-9.-]{1,64})$`).exec(said)?.[1];
}

const REFERENCE = /[A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/;
/** Type and id at its end. Of a longer text only the end is looked at: the pattern would begin anew at each letter. */
const LONGEST_REFERENCE = 120;

/** `Organization/x` and the like, relative. */
export function referenceIn(value: unknown): readonly string[] {
  const reference = isObject(value) ? value.reference : undefined;
  return typeof reference === 'string'
    ? [REFERENCE.exec(reference.slice(-LONGEST_REFERENCE))?.[0] ?? '']
    : [];
}
