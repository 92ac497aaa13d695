/**
 * Where the issuer and the API are. Read from `config.json` beside the page, so that one build serves every
 * deployment.
 *
 * @module
 */
export interface PageConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly apiUrl: string;
  /** Which API the token is for, where the issuer must be told. */
  readonly audience?: string;
  readonly scope: string;
}

/** The page was put somewhere without a usable `config.json`: for whoever installed it. */
class SetUpFault extends Error {
  override readonly name = 'SetUpFault';
}

export async function loadConfig(fetching: typeof fetch): Promise<PageConfig> {
  let text: string;
  try {
    const response = await fetching('./config.json', { cache: 'no-store' });
    if (!response.ok) throw new SetUpFault(`config.json answered ${response.status}`);
    text = await response.text();
  } catch (fault) {
    throw fault instanceof SetUpFault ? fault : new SetUpFault('config.json could not be fetched');
  }
  return readConfig(text);
}

export function readConfig(text: string): PageConfig {
  let read: Partial<Record<keyof PageConfig, unknown>> | null;
  try {
    read = JSON.parse(text);
  } catch {
    throw new SetUpFault('config.json is not JSON');
  }
  const { issuer, clientId, apiUrl, audience, scope = 'openid' } = read ?? {};
  if (typeof issuer !== 'string' || !URL.canParse(issuer))
    throw new SetUpFault('config.json: issuer must be a URL');
  if (typeof apiUrl !== 'string' || !URL.canParse(apiUrl))
    throw new SetUpFault('config.json: apiUrl must be a URL');
  if (typeof clientId !== 'string' || clientId === '')
    throw new SetUpFault('config.json: clientId is missing');
  if (typeof scope !== 'string') throw new SetUpFault('config.json: scope must be text');
  return {
    issuer,
    clientId,
    apiUrl,
    scope,
    ...(typeof audience === 'string' && audience !== '' && { audience }),
  };
}
