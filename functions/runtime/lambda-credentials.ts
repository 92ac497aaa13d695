/**
 * Bundled in place of `@aws-sdk/credential-provider-node`: Lambda gives a function its credentials in the
 * environment, and the clients of SSO, STS and the rest that a laptop may need are 100 KiB of every cold start.
 *
 * @module
 */

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** @throws {Error} outside Lambda, where nobody has set them. */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = process.env;
    if (accessKeyId === undefined || secretAccessKey === undefined)
      throw new Error('the environment has no AWS credentials');
    return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
  };
}
