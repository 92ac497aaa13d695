/**
 * S3 requests (REST, path style): operation and permissions from method, path and query.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 *
 * @module
 */
import type { AwsCall, AwsRequest, Permission } from './aws-call.ts';

export function s3Call(request: AwsRequest): AwsCall {
  const [, bucket = '', ...rest] = request.url.pathname.split('/');
  const key = decodeURIComponent(rest.join('/'));
  if (bucket === '') return call('ListBuckets', { action: 's3:ListAllMyBuckets', resource: '*' });
  const bucketArn = `arn:aws:s3:::${decodeURIComponent(bucket)}`;
  return key === '' ? bucketCall(request, bucketArn) : objectCall(request, bucketArn, key);
}

/** The permission whose absence makes S3 answer 403 instead of 404 for an object that is not there. */
export function listPermission(permission: Permission): Permission {
  const bucketArn = permission.resource.split('/')[0] ?? '';
  return { action: 's3:ListBucket', resource: bucketArn };
}

function bucketCall({ method, url, body }: AwsRequest, bucketArn: string): AwsCall {
  const query = url.searchParams;
  const on = (operation: string, action: string): AwsCall => call(operation, { action, resource: bucketArn });
  if (method === 'POST' && query.has('delete')) {
    const keys = [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) =>
      unescapeXml(key),
    );
    return call(
      'DeleteObjects',
      ...keys.map((key) => ({ action: 's3:DeleteObject', resource: `${bucketArn}/${key}` })),
    );
  }
  if (method === 'PUT') return on('CreateBucket', 's3:CreateBucket');
  if (method === 'DELETE') return on('DeleteBucket', 's3:DeleteBucket');
  if (method === 'HEAD') return on('HeadBucket', 's3:ListBucket');
  if (query.has('versions')) return on('ListObjectVersions', 's3:ListBucketVersions');
  if (query.has('location')) return on('GetBucketLocation', 's3:GetBucketLocation');
  return call(query.has('list-type') ? 'ListObjectsV2' : 'ListObjects', {
    action: 's3:ListBucket',
    resource: bucketArn,
    context: { 's3:prefix': [query.get('prefix') ?? ''], 's3:delimiter': [query.get('delimiter') ?? ''] },
  });
}

function objectCall({ method, url, headers }: AwsRequest, bucketArn: string, key: string): AwsCall {
  const query = url.searchParams;
  const reads = (action: string, object = `${bucketArn}/${key}`): Permission => ({
    action,
    resource: object,
    encrypted: { arn: object.split('/')[0] ?? '', actions: ['kms:Decrypt'] },
  });
  const plain = (action: string): Permission => ({ action, resource: `${bucketArn}/${key}` });
  const writes = (keyActions: readonly string[]): Permission => ({
    ...plain('s3:PutObject'),
    encrypted: { arn: bucketArn, actions: keyActions },
  });

  if (method === 'GET' || method === 'HEAD') {
    if (query.has('tagging')) return call('GetObjectTagging', plain('s3:GetObjectTagging'));
    const operation =
      method === 'HEAD' ? 'HeadObject' : query.has('attributes') ? 'GetObjectAttributes' : 'GetObject';
    return call(operation, reads(query.has('versionId') ? 's3:GetObjectVersion' : 's3:GetObject'));
  }
  if (method === 'DELETE') {
    if (query.has('uploadId')) return call('AbortMultipartUpload', plain('s3:AbortMultipartUpload'));
    return call('DeleteObject', plain('s3:DeleteObject'));
  }
  if (method === 'POST') {
    const operation = query.has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload';
    return call(operation, writes(['kms:GenerateDataKey', 'kms:Decrypt']));
  }
  if (query.has('tagging')) return call('PutObjectTagging', plain('s3:PutObjectTagging'));
  if (query.has('uploadId')) return call('UploadPart', writes(['kms:GenerateDataKey', 'kms:Decrypt']));
  const source = headers['x-amz-copy-source'];
  if (typeof source === 'string') {
    const from = `arn:aws:s3:::${decodeURIComponent(source).replace(/^\//, '')}`;
    return call('CopyObject', reads('s3:GetObject', from), writes(['kms:GenerateDataKey']));
  }
  return call('PutObject', writes(['kms:GenerateDataKey']));
}

function call(operation: string, ...permissions: readonly Permission[]): AwsCall {
  return { service: 's3', operation, permissions };
}

function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
