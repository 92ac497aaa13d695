/**
 * `GET /metadata`: the quirks, told truthfully.
 *
 * What a real statement does not tell (a category limit, an empty body, an ignored parameter that is
 * listed) is not told here either, except by leaving the ignored parameter out.
 * http://hl7.org/fhir/R4/capabilitystatement.html
 *
 * @module
 */
import type {
  CapabilityStatement,
  CapabilityStatementRestInteraction,
  CapabilityStatementRestResource,
} from '@medplum/fhirtypes';
import { type EhrQuirks, identifyingParameters, interactionsOf, servedTypes } from './ehr-quirks.ts';
import { SCREENING_ASSESSMENT } from './screening-rules.ts';
import { searchParametersOf } from './search-parameters.ts';
import type { Validation } from './validation.ts';

export interface StatementOf {
  readonly software: string;
  readonly quirks: EhrQuirks;
  readonly validation: Validation;
  /** When the EHR was started. */
  readonly date: string;
  readonly baseUrl: string;
}

export function capabilityStatement(of: StatementOf): CapabilityStatement {
  const system: CapabilityStatementRestInteraction[] = [];
  if (of.quirks.batch) system.push({ code: 'batch' });
  if (of.quirks.transaction) system.push({ code: 'transaction' });
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: of.date,
    kind: 'instance',
    software: { name: `sandbox-ehr as ${of.software}` },
    implementation: { description: 'Synthetic patients on one machine', url: of.baseUrl },
    fhirVersion: '4.0.1',
    format: ['json'],
    rest: [
      {
        mode: 'server',
        resource: servedTypes.flatMap((type) => restResource(type, of)),
        interaction: system,
      },
    ],
  };
}

function restResource(
  type: (typeof servedTypes)[number],
  { quirks, validation }: StatementOf,
): CapabilityStatementRestResource[] {
  const interactions = interactionsOf(quirks, type);
  if (interactions.length === 0) return [];
  const can = (interaction: (typeof interactions)[number]) => interactions.includes(interaction);
  const resource: CapabilityStatementRestResource = {
    type,
    interaction: interactions.map((code) => ({ code })),
    versioning: quirks.requireIfMatch ? 'versioned-update' : 'versioned',
    readHistory: can('history-instance'),
    updateCreate: can('update') && quirks.updateCreate,
    conditionalCreate: can('create') && quirks.conditionalCreate,
    conditionalUpdate: can('update') && quirks.conditionalUpdate,
    searchParam: searchParametersOf(type).filter(
      ({ name }) => !(quirks.ignoreIdentifierSearch && identifyingParameters.includes(name)),
    ),
  };
  if (type === 'Observation' && validation === 'us-core') resource.supportedProfile = [SCREENING_ASSESSMENT];
  return [resource];
}
