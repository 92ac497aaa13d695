/**
 * Whether an EHR can be reached, says it can do what write-back and reconcile need, and lets us in. Nothing
 * is written.
 *
 * @module
 */
import type { CapabilityStatement, CapabilityStatementRestResource } from 'fhir/r4.js';
import { type BackendTokens, TokenUnavailable } from '../../functions/adapters/backend-tokens.ts';
import { ehrClient, limits, statusIn } from '../../functions/adapters/ehr-client.ts';
import { OBSERVATION_IDENTIFIER_SYSTEM } from '../../shared/fhir/observation.ts';
import { ehrProfiles } from '../../shared/write-back/ehr-profile.ts';
import { type Finding, fail, ok, warn } from './finding.ts';
import type { ExaminedSource } from './sources.ts';

/** @param tokens undefined for an EHR that is written to without one. */
export async function checkEhr(
  { ehr }: ExaminedSource,
  tokens: BackendTokens | undefined,
): Promise<readonly Finding[]> {
  const { baseUrl, profile, timeoutMs } = ehr;
  // Every EHR has its capabilities read by everybody.
  const { client: anybody } = ehrClient(baseUrl, undefined);
  const { client, call } = ehrClient(baseUrl, tokens);
  const options = () => limits(timeoutMs);
  const signedIn = await signingIn(tokens);
  const metadata = await asked(() => anybody.capabilityStatement(options()));
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
    ...signedIn,
    ...(signedIn.some(({ verdict }) => verdict === 'fail')
      ? []
      : [
          lettingIn(
            await asked(() =>
              call(() =>
                client.search({
                  resourceType: 'Observation',
                  // Nothing carries this identifier: the answer is an empty Bundle, and no chart is read.
                  searchParams: { identifier: `${OBSERVATION_IDENTIFIER_SYSTEM}|doctor`, _count: 1 },
                  options: options(),
                }),
              ),
            ),
            tokens !== undefined,
          ),
        ]),
  ];
}

async function signingIn(tokens: BackendTokens | undefined): Promise<readonly Finding[]> {
  if (tokens === undefined) return [];
  try {
    await tokens.token();
    return [ok('token', 'It gives a token for our assertion, with the scopes we need')];
  } catch (error) {
    if (!(error instanceof TokenUnavailable)) throw error;
    return [fail('token', `It gives no token (${error.code}). ${whatToDo(error.code)}`)];
  }
}

function whatToDo(code: string): string {
  if (code === 'ehr-token-not-signed')
    return 'KMS gave no signature: you need kms:Sign on the keys of the stack.';
  if (code === 'ehr-token-no-algorithm')
    return 'Name the keys (--keys, the stack puts them out as SigningKeys); where they are named, add one of the algorithm this EHR takes to signingKeys.';
  if (code === 'ehr-token-scope-lacking')
    return 'Its team must grant system/Observation.crus, system/QuestionnaireResponse.rs and system/Patient.rs, and read and search of every type in `searched`.';
  if (code === 'ehr-token-endpoint-unknown')
    return 'Its .well-known/smart-configuration names no https token endpoint. Write it in ehr.auth.tokenUrl.';
  if (/^ehr-token-answered-4/.test(code))
    return "Check ehr.auth.clientId, and that its team has registered our JWKS URL (the stack's output PublicKeys) for that client.";
  return 'Check that its token endpoint can be reached from here.';
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

function lettingIn(answer: Asked, withToken: boolean): Finding {
  if (answer.kind === 'answered') return ok('auth', 'A search for Observations is answered');
  if (answer.kind === 'silent')
    return fail('auth', `A search for Observations is not answered (${answer.reason}).`);
  return answer.status === 401 || answer.status === 403
    ? fail(
        'auth',
        withToken
          ? `A search for Observations is answered ${answer.status}, with a token of its own. Its team must let this client read and write Observation.`
          : `A search for Observations is answered ${answer.status}: this EHR wants a token. Write ehr.auth; docs/connecting-an-ehr.md says how. Until then scores stay deferred.`,
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
    const { name, cause } = error as { name?: string; cause?: { code?: string } };
    const status = statusIn(error);
    if (status !== undefined) return { kind: 'refused', status };
    return {
      kind: 'silent',
      reason: cause?.code ?? (name === 'TimeoutError' ? 'no answer in time' : 'no connection'),
    };
  }
}
