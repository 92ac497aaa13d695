/**
 * Gives each response of an envelope the program it names itself, by the rules of
 * `shared/programs/named-program.ts`. What came along in the same message is asked first, then the table; a
 * response that refers to neither an episode nor an Encounter costs no call.
 *
 * @module
 */
import { contextOf } from '../../shared/programs/context.ts';
import { type Json, patientIn } from '../../shared/programs/element.ts';
import {
  episodeOfEncounter,
  type KnownPrograms,
  namedProgram,
  programOfEncounter,
  programReferences,
} from '../../shared/programs/named-program.ts';
import type { Envelope, ResponseDelivery } from '../../shared/responses/delivery.ts';
import type { ProgramSettings } from '../../shared/settings/settings.ts';
import type { ProgramLookup } from '../adapters/program-lookup.ts';

/** @param programs of all sources. @param lookup left out, only what came along is asked. */
export async function namePrograms(
  envelope: Envelope,
  programs: readonly ProgramSettings[],
  lookup?: ProgramLookup,
): Promise<Envelope> {
  const own = programs.filter(({ source }) => source === envelope.source);
  if (own.length === 0) return envelope;
  const responses = await Promise.all(
    envelope.responses.map((delivery) => nameProgram(delivery, envelope, own, lookup)),
  );
  return { ...envelope, responses };
}

async function nameProgram(
  delivery: ResponseDelivery,
  { source, context }: Envelope,
  programs: readonly ProgramSettings[],
  lookup: ProgramLookup | undefined,
): Promise<ResponseDelivery> {
  const { resource, program } = delivery;
  if (resource === undefined || program !== undefined) return delivery;
  const references = programReferences(resource);
  const { episode } = references;
  // An Encounter says something only where the settings or its own Bundle make it speak.
  const speaking = programs.some(({ encounters = [] }) => encounters.length > 0) || context.length > 0;
  const encounter = speaking ? references.encounter : undefined;
  if (episode === undefined && encounter === undefined) return delivery;

  const along = (type: string, id: string): Json | undefined =>
    context.find((one) => one.resourceType === type && one.id === id);
  const visit = encounter === undefined ? undefined : along('Encounter', encounter);
  const ofVisit = visit && episodeOfEncounter(visit);
  const patient = patientIn(resource.subject);
  const stored =
    lookup === undefined || patient === undefined || (episode ?? ofVisit) === undefined
      ? new Map<string, string>()
      : await lookup.ofEpisodes(source, patient);
  const keptVisit =
    lookup === undefined || patient === undefined || encounter === undefined || visit !== undefined
      ? undefined
      : await lookup.ofEncounter(source, patient, encounter);

  const known: KnownPrograms = {
    ofEpisode: (id) => programOfEpisode(along('EpisodeOfCare', id), programs) ?? stored.get(id),
    ofEncounter: () => {
      if (encounter === undefined) return undefined;
      const byEpisode = ofVisit === undefined ? undefined : known.ofEpisode(ofVisit);
      return byEpisode ?? (visit && programOfEncounter(visit, programs)) ?? keptVisit;
    },
  };
  const named = namedProgram(undefined, references, known);
  return named === undefined ? delivery : { ...delivery, program: named.program, programBy: named.evidence };
}

function programOfEpisode(
  episode: Json | undefined,
  programs: readonly ProgramSettings[],
): string | undefined {
  const [record] = episode === undefined ? [] : contextOf(episode, { programs }, '1970-01-01T00:00:00.000Z');
  return record?.kind === 'episode' ? (record.episode.program ?? undefined) : undefined;
}
