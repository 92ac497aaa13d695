/**
 * What an operator decides: which EHRs push to us, which programs report outcomes, and how tokens are
 * checked. Written as JSON, validated when the stack is synthesized, bundled with every function.
 *
 * @module
 */
import type { Wording } from '../fhir/questionnaire.ts';
import type { Instrument } from '../instruments/instrument.ts';
import type { KeyingSettings } from '../instruments/keying.ts';
import type { ChosenVersions } from '../instruments/versions.ts';
import type { ContactPurpose } from '../metrics/contact-purpose.ts';
import type { IdentityMode } from '../responses/identity.ts';
import type { LocalForm } from '../scoring/match.ts';

/** An EHR (or integration engine) that pushes answer sheets to us and takes scores back. */
export interface SourceSettings {
  /** Lower-case letters, digits and hyphens. It is in every key: never rename it. */
  readonly id: string;
  readonly name: string;
  /** IANA zone of the organisation: dates of episodes and periods are its calendar dates. */
  readonly timeZone: string;
  readonly identity: IdentityMode;
  readonly ehr: {
    /** FHIR R4 base, without a trailing slash. */
    readonly baseUrl: string;
    readonly profile: EhrProfileId;
    /** Time one call may take, in milliseconds. */
    readonly timeoutMs: number;
    /** How we sign in to it. Without it we ask and write without a token, which only a sandbox allows. */
    readonly auth?: EhrAuth;
  };
  /** OAuth client ids whose tokens speak for this source. A client id belongs to one source only. */
  readonly clientIds: readonly string[];
  /** Gives the source an SQS queue of its own; these AWS principals may send to it. */
  readonly inboundQueue?: { readonly senders: readonly string[] };
  /** Whether this EHR is searched every night for responses it failed to push. It must let itself be searched. */
  readonly reconcile: boolean;
  /**
   * Whether the events of its subscriptions are numbered without gaps over the life of a subscription, so that a
   * gap means something was lost. athenahealth numbers them within each call, for one.
   */
  readonly monotonicEvents: boolean;
  /** Resource types that outcomes use besides scores, and in which this EHR is searched every night too. */
  readonly searched?: readonly string[];
  /** How many write-back executions this EHR bears at once (2 to 1000). */
  readonly writeBackConcurrency: number;
  /** A safety item answered longer ago than this many days is recorded as historical and not published. */
  readonly alertWithinDays: number;
  /** Hours until an alert nobody has acknowledged counts as overdue. */
  readonly acknowledgeWithinHours: number;
  /** How local forms map to instruments. */
  readonly forms: readonly LocalForm[];
  /** Which of the EHR's codes mean what outcomes need. */
  readonly facts?: FactCodes;
}

/**
 * SMART Backend Services: for a signed assertion the EHR gives a token of some minutes. There is no secret to keep
 * or to leak; the key never leaves KMS. Source: http://hl7.org/fhir/smart-app-launch/backend-services.html
 */
export interface EhrAuth {
  readonly kind: 'smart-backend';
  /** As which the EHR's team has registered this pipeline. */
  readonly clientId: string;
  /** What to ask for, in place of what the pipeline needs; empty where the registration decides (Epic). */
  readonly scope?: string;
  /** Where tokens are given, for an EHR whose `.well-known/smart-configuration` does not say. */
  readonly tokenUrl?: string;
}

/** ES384 is the better one; RS384 is for EHRs that take nothing else. Both by SMART. */
export type SigningAlgorithm = 'ES384' | 'RS384';

/** A key with which the pipeline shows an EHR who it is. Its public half is at `/.well-known/jwks.json`. */
export interface SigningKey {
  /** `kid`. Never use one again for another key. */
  readonly id: string;
  readonly algorithm: SigningAlgorithm;
}

/**
 * Codes of one EHR, each alone or as `system|code`. Value sets are the operator's input: none is shipped.
 */
export interface FactCodes {
  /** `Encounter.type`, `.serviceType` or `.class` -> what the appointment was for. */
  readonly contactPurposes?: Readonly<Record<string, ContactPurpose>>;
  /** Encounter codes, discharge dispositions among them, that mean hospice care. */
  readonly hospice?: readonly string[];
  /** Task and ServiceRequest codes that ask for a screening. */
  readonly screenings?: readonly string[];
  /** Condition codes that except a patient from a measure. */
  readonly exceptions?: readonly string[];
  /** `Coverage.type` codes of the EHR's own -> the payer as it is to be shown. */
  readonly payers?: Readonly<Record<string, string>>;
}

/**
 * Which EHR it is. Only EHRs whose write path exists can be chosen: they take a conditional update by
 * identifier, so a repeated write never makes a copy.
 */
export type EhrProfileId = 'medplum' | 'hapi' | 'generic';

/** A program of one source whose outcomes are compiled. */
export interface ProgramSettings {
  readonly id: string;
  readonly source: string;
  readonly name: string;
  /** `EpisodeOfCare.type` codes that mean this program; its own id when none are given. */
  readonly episodeTypes?: readonly string[];
  /** `Encounter.type` and `.serviceType` codes, and `Organization/<id>` of `.serviceProvider`, that mean it. */
  readonly encounters?: readonly string[];
  /** `CareTeam.category` codes, and `Organization/<id>` of `.managingOrganization`, that mean it. */
  readonly careTeams?: readonly string[];
  /** Instruments of the depression and the anxiety measure of the NHS pairing. */
  readonly measures: { readonly depression: string; readonly anxiety: string };
}

/**
 * How responses are scored here. In the settings file `instruments` names a folder and `wordings` a file; both
 * are read when the stack is synthesized, so that no function reads a file.
 */
export interface DeployedScoring {
  /** Unanswered items accepted beyond the published rule, by instrument id. Such scores are flagged. */
  readonly prorating: Readonly<Record<string, number>>;
  /** Keying that no source settles, by instrument id; docs/instruments.md says who needs it. */
  readonly keying: KeyingSettings;
  /** The operator's own instruments, and versions of built-in ones. */
  readonly instruments: readonly Instrument[];
  /** The version in force of an instrument that has several. */
  readonly versions: ChosenVersions;
  /** Put before an instrument's id it is the canonical of the Questionnaires we serve. */
  readonly canonicalBase: string;
  /** Further bases under which responses may name an instrument; `CANONICAL_BASE` always may. */
  readonly canonicalBases: readonly string[];
  /** Printed wording that the operator has the right to show, by instrument id and item number. */
  readonly wordings: Readonly<Record<string, Wording>>;
  /** Raise it with every change of the rules above: then `rescore` takes stored responses down the correction path. */
  readonly registry: number;
}

export interface Settings {
  readonly sources: readonly SourceSettings[];
  readonly programs: readonly ProgramSettings[];
  /** Whose tokens the API accepts. Without it the stack makes a Cognito user pool. */
  readonly tokens?: {
    readonly issuer: string;
    readonly audience: readonly string[];
    /** Claim that lists a person's groups: `operators`, `program:<id>` (outcomes), `alerts:<source>` (safety alerts). */
    readonly groupsClaim: string;
    /** Public client of the page at that issuer; the stack serves the page only where it is named. */
    readonly pageClientId?: string;
  };
  /** The first that an EHR takes signs, all are published: a new key goes behind, and to the front a day later. */
  readonly signingKeys: readonly SigningKey[];
  /**
   * Where the page is served by somebody else, as origins (`https://outcomes.example.org`): these may read the API
   * and sign people in. Without it the stack serves the page itself.
   */
  readonly pageOrigins?: readonly string[];
  /** An address of one's own for the page that the stack serves; else CloudFront gives it one. */
  readonly page?: {
    readonly domain: string;
    /** Of a certificate for it in us-east-1, where CloudFront looks. */
    readonly certificateArn: string;
  };
  readonly scoring: DeployedScoring;
  readonly metrics: {
    /** No figure is shown for fewer people than this. CMS cell-size policy: 11. */
    readonly minimumCell: number;
    /** Counts are shown to the nearest of so many; with `minimumCell` 5 and 5 it is the rule of NHS England. */
    readonly roundCountsTo?: number;
    /** When the nightly compile starts, in UTC: `HH:MM`. */
    readonly compileAt: string;
    /** Into how many parts the patients of a source are divided for compiling: 1 to 64. */
    readonly shards: number;
  };
}
