/**
 * Whether an EHR can be reached, says it can do what write-back and reconcile need, and lets us in. Nothing
 * is written.
 *
 * @module
 */
import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4.js';
import { ehrClient, limits } from '../../functions/adapters/ehr-client.ts';
import { OBSERVATION_IDENTIFIER_SYSTEM } from '../../shared/fhir/observation.ts';
import { ehrProfiles } from '../../shared/write-back/ehr-profile.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import type { ExaminedSource } from './sources.ts';

export async function checkEhr({ ehr }: ExaminedSource): Promise<readonly Finding[]> {
  const { baseUrl, profile, timeoutMs } = ehr;
  const client = ehrClient(baseUrl);
  const options = () => limits(timeoutMs);
  const metadata = await asked(() => client.capabilityStatement(options()));
  if (metadata.kind === 'silent')
    return [
      fail(
        'ehr-reachable',
        `${baseUrl}/metadata does not answer (${metadata.reason}). Check the address, the network and the EHR.`,
      ),
    ];
  const statement =
    metadata.kind === 'answered' ? (metadata.body as unknown as CapabilityStatement) : undefined;
  return [
    metadata.kind === 'answered'
      ? ok('ehr-reachable', `${baseUrl}/metadata answers`)
      : warn(
          'ehr-reachable',
          `${baseUrl}/metadata answers ${metadata.status}: what this EHR can do cannot be read before it lets us in.`,
        ),
    ...(statement === undefined ? [] : capabilities(statement, ehrProfiles[profile].batchEntries)),
    lettingIn(
      await asked(() =>
        client.search({
          resourceType: 'Observation',
          // Nothing carries this identifier: the answer is an empty Bundle, and no chart is read.
          searchParams: { identifier: `${OBSERVATION_IDENTIFIER_SYSTEM}|doctor`, _count: 1 },
          options: options(),
        }),
      ),
    ),
  ];
}

function capabilities(statement: CapabilityStatement, batchEntries: number): readonly Finding[] {
  const rest = statement.rest?.find(({ mode }) => mode === 'server');
  const resource = (type: string): CapabilityStatementRestResource | undefined =>
    rest?.resource?.find((one) => one.type === type);
  const observation = resource('Observation');
  const response = resource('QuestionnaireResponse');
  const can = (of: CapabilityStatementRestResource | undefined, code: string): boolean =>
    of?.interaction?.some((one) => one.code === code) === true;
  const { fhirVersion } = statement;
  return [
    fhirVersion.startsWith('4.0')
      ? ok('fhir-version', `FHIR ${fhirVersion}`)
      : fail('fhir-version', `FHIR ${fhirVersion}. Name the R4 (4.0.1) base of this EHR in ehr.baseUrl.`),
    observation?.conditionalUpdate === true
      ? ok('conditional-update', 'Observation: conditional update')
      : fail(
          'conditional-update',
          'It does not say that Observation can be updated by identifier (conditionalUpdate). Write-back needs it: ask for it to be switched on.',
        ),
    ...(batchEntries === 0
      ? []
      : [
          rest?.interaction?.some(({ code }) => code === 'batch') === true
            ? ok('batch', 'batch Bundles')
            : warn('batch', "It does not say that it takes batch Bundles. Set ehr.profile to 'generic'."),
        ]),
    can(response, 'read') && can(response, 'search-type')
      ? ok('responses-readable', 'QuestionnaireResponse: read and search')
      : warn(
          'responses-readable',
          'It does not say that QuestionnaireResponse can be read and searched: hooks without a payload and the nightly reconcile will find nothing.',
        ),
  ];
}

function lettingIn(answer: Asked): Finding {
  if (answer.kind === 'answered') return ok('auth', 'A search for Observations is answered');
  if (answer.kind === 'silent')
    return fail('auth', `A search for Observations is not answered (${answer.reason}).`);
  return answer.status === 401 || answer.status === 403
    ? fail(
        'auth',
        `A search for Observations is answered ${answer.status}: this EHR wants a token. Scores stay deferred until it lets this network in; see SECURITY.md on outbound authentication.`,
      )
    : fail('auth', `A search for Observations is answered ${answer.status}. Ask its team why.`);
}

type Asked =
  | { readonly kind: 'answered'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'silent'; readonly reason: string };

async function asked(call: () => Promise<unknown>): Promise<Asked> {
  try {
    return { kind: 'answered', body: await call() };
  } catch (error) {
    const { response, name, cause } = error as {
      response?: { status?: number };
      name?: string;
      cause?: { code?: string };
    };
    if (response?.status !== undefined) return { kind: 'refused', status: response.status };
    return {
      kind: 'silent',
      reason: cause?.code ?? (name === 'TimeoutError' ? 'no answer in time' : 'no connection'),
    };
  }
}
