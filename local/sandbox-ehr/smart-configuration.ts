/**
 * `.well-known/smart-configuration` of an EHR that has SMART Backend Services.
 * Source: http://hl7.org/fhir/smart-app-launch/conformance.html
 *
 * @module
 */
export function smartConfiguration(tokenEndpoint: string): object {
  return {
    token_endpoint: tokenEndpoint,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    scopes_supported: [
      'system/Observation.crus',
      'system/QuestionnaireResponse.rs',
      'system/Patient.rs',
      'system/EpisodeOfCare.rs',
      'system/Encounter.rs',
      'system/Communication.c',
      'system/Task.crus',
    ],
    capabilities: ['client-confidential-asymmetric', 'permission-v2'],
  };
}
