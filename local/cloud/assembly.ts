/**
 * A synthesized CDK assembly (`cdk.out`) as read from disk: one stack, its template, its assets.
 *
 * | file                      | what is taken from it                                   |
 * | ------------------------- | ------------------------------------------------------- |
 * | `manifest.json`           | the one stack, its region                               |
 * | `<stack>.template.json`   | resources, conditions, parameters, mappings             |
 * | `<stack>.assets.json`     | where the code of a function lies, by hash              |
 * | `<stack>.metadata.json`   | construct paths, for assemblies written without the CLI |
 *
 * Source: cloud-assembly-schema, https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudError } from './cloud-error.ts';

/** One resource as CDK wrote it: intrinsics not resolved. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly Metadata?: { readonly 'aws:cdk:path'?: string };
}

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

export interface Assembly {
  readonly stackName: string;
  readonly region: string;
  readonly template: Template;
  /** Construct path (`Stack/Scoring/Score`) by logical id. A trailing `/Resource` is left out. */
  readonly paths: ReadonlyMap<string, string>;
  /** Folder or file of an asset, by the hash in `Code.S3Key`. */
  readonly assetPath: (hash: string) => string;
}

interface StackArtifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties: { readonly templateFile: string };
  readonly additionalMetadataFile?: string;
  readonly metadata?: ConstructMetadata;
}

type ConstructMetadata = Readonly<
  Record<string, readonly { readonly type: string; readonly data?: unknown }[]>
>;

interface AssetManifest {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
}

/** Reads the only stack of an assembly. Throws `assembly-unreadable` when there is none, or several. */
export function readAssembly(directory: string): Assembly {
  const read = <T>(file: string): T => readJson<T>(join(directory, file));
  const { artifacts } = read<{ artifacts: Readonly<Record<string, StackArtifact>> }>('manifest.json');
  const stacks = Object.entries(artifacts).filter(([, { type }]) => type === 'aws:cloudformation:stack');
  const [only] = stacks;
  if (only === undefined || stacks.length > 1) {
    throw new CloudError(
      'assembly-unreadable',
      `${directory} holds ${stacks.length} stacks (${stacks.map(([id]) => id).join(', ')}), expected exactly one.`,
    );
  }

  const [stackName, artifact] = only;
  const { templateFile } = artifact.properties;
  const template = read<Template>(templateFile);
  const { files } = read<AssetManifest>(templateFile.replace(/\.template\.json$/, '.assets.json'));
  const metadata =
    artifact.additionalMetadataFile === undefined
      ? (artifact.metadata ?? {})
      : read<ConstructMetadata>(artifact.additionalMetadataFile);

  return {
    stackName,
    region: regionOf(artifact.environment),
    template,
    paths: constructPaths(template, metadata),
    assetPath: (hash) => {
      const file = files[hash];
      if (file === undefined) {
        throw new CloudError(
          'assembly-unreadable',
          `Asset ${hash} is not in ${directory}. Synthesize again.`,
        );
      }
      return join(directory, file.source.path);
    },
  };
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (cause) {
    throw new CloudError('assembly-unreadable', `Cannot read ${file}. Run \`npm run synth\` first.`, {
      cause,
    });
  }
}

/** `aws://unknown-account/us-east-1` -> `us-east-1`. A stack without a region runs in us-east-1. */
function regionOf(environment = ''): string {
  const region = environment.split('/').at(-1) ?? '';
  return region === '' || region === 'unknown-region' ? 'us-east-1' : region;
}

function constructPaths(template: Template, metadata: ConstructMetadata): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const [path, entries] of Object.entries(metadata)) {
    for (const { type, data } of entries) {
      if (type === 'aws:cdk:logicalId' && typeof data === 'string') paths.set(data, shortPath(path));
    }
  }
  for (const [id, { Metadata }] of Object.entries(template.Resources)) {
    const path = Metadata?.['aws:cdk:path'];
    if (path !== undefined) paths.set(id, shortPath(path));
  }
  return paths;
}

function shortPath(path: string): string {
  return path.replace(/^\//, '').replace(/\/(Resource|Default)$/, '');
}
