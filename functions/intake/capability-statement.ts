/**
 * What this API offers, and nothing it does not.
 *
 * @module
 */
import type { CapabilityStatement } from 'fhir/r4.js';

export function capabilityStatement(origin: string): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: '2026-11-22',
    kind: 'instance',
    software: { name: 'outcomes-pipeline', version: '0.1.0' },
    implementation: { description: 'Scores answer sheets and writes the scores back', url: `${origin}/fhir` },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        security: {
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                },
              ],
            },
          ],
          description: 'Bearer token with scope system/QuestionnaireResponse.c to push and .r to read.',
        },
        resource: [
          {
            type: 'QuestionnaireResponse',
            versioning: 'versioned',
            readHistory: false,
            updateCreate: true,
            conditionalCreate: false,
            conditionalUpdate: false,
            interaction: [{ code: 'create' }, { code: 'update' }, { code: 'delete' }, { code: 'read' }],
          },
          {
            type: 'Questionnaire',
            documentation:
              'The instruments scored here, with the points of every answer and how the scores are made.',
            versioning: 'no-version',
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            searchParam: [
              { name: '_id', type: 'token' },
              { name: 'url', type: 'uri', documentation: 'With or without |version.' },
              { name: 'name', type: 'string' },
              { name: 'title', type: 'string' },
            ],
          },
        ],
        interaction: [{ code: 'batch' }, { code: 'transaction' }],
      },
    ],
  };
}
