/**
 * The keys with which the pipeline shows an EHR who it is, and the function that publishes their public halves.
 * They are made in KMS and cannot be taken out of it.
 *
 * @module
 */
import { Duration } from 'aws-cdk-lib';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { env } from '../../functions/runtime/env.ts';
import type { Settings, SigningAlgorithm } from '../../shared/settings/settings.ts';
import type { Alarms } from './alarms.ts';
import { type Binding, useSigningKeys } from './binding.ts';
import { NodeFunction } from './node-function.ts';
import type { Store } from './store.ts';

export interface SigningProps {
  readonly settings: Settings;
  readonly store: Store;
  readonly alarms: Alarms;
}

const specs: Readonly<Record<SigningAlgorithm, KeySpec>> = {
  ES384: KeySpec.ECC_NIST_P384,
  RS384: KeySpec.RSA_3072,
};

export class Signing extends Construct {
  /** Bind a function that asks an EHR for tokens. */
  readonly sign: Binding;
  /** Answers `/.well-known/jwks.json`. */
  readonly publish: NodeFunction;

  constructor(scope: Construct, id: string, { settings, store, alarms }: SigningProps) {
    super(scope, id);
    const arns = new Map(
      settings.signingKeys.map(({ id: name, algorithm }) => {
        const key = new Key(this, `Key-${name}`, {
          description: `Shows EHRs that it is this pipeline that asks (${name}, ${algorithm})`,
          keySpec: specs[algorithm],
          keyUsage: KeyUsage.SIGN_VERIFY,
          removalPolicy: store.removalPolicy,
        });
        return [name, key.keyArn];
      }),
    );
    this.sign = useSigningKeys(arns, 'kms:Sign');
    this.publish = new NodeFunction(this, 'Publish', {
      entry: 'functions/signing-keys.ts',
      settings,
      key: store.key,
      timeout: Duration.seconds(10),
      memorySize: 256,
    }).bind(env.signingKeys, useSigningKeys(arns, 'kms:GetPublicKey'));
    alarms.onErrors(this.publish, {
      impact:
        'EHRs cannot fetch our public keys: once their copies have run out they give no tokens, and scores wait.',
      action: 'See in KMS that every key of signingKeys is enabled, and read the error in the log.',
      runbook: 'signing-keys-failing',
    });
  }
}
