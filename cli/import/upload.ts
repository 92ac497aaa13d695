/**
 * A file of any size into a bucket: in parts, because one call takes 5 GB at most and must be repeated whole.
 *
 * @module
 */
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** S3 takes 10 000 parts of at least 5 MiB. */
const PART_BYTES = 8 * 1_048_576;
const PARTS = 10_000;

/**
 * The object is there, whole, when this resolves; a part that is left behind expires by the bucket's rule.
 *
 * @throws {Error} for what is no file, and for an empty one: both would be read as "nothing failed".
 */
export async function upload(s3: S3Client, file: string, to: { Bucket: string; Key: string }): Promise<void> {
  // Asked before it is opened: opening a pipe waits for somebody to write into it.
  const { size, isFile } = await factsOf(file);
  if (!isFile) throw new Error('it is a pipe or a folder, not a file; write the lines to a file first');
  if (size === 0) throw new Error('it is empty');
  if (size <= LARGEST_DOCUMENT && isOneDocument(await readFile(file, 'utf8')))
    throw new Error(
      'it is one JSON document over several lines; write each resource on a line of its own (jq -c .)',
    );
  await using handle = await open(file);
  const partBytes = Math.max(PART_BYTES, Math.ceil(size / PARTS));
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ ...to, ContentType: 'application/x-ndjson' }),
  );
  const Parts: CompletedPart[] = [];
  for (let start = 0; start < size; start += partBytes) {
    const Body = Buffer.alloc(Math.min(partBytes, size - start));
    await fill(Body, handle, start);
    const PartNumber = Parts.length + 1;
    const { ETag } = await s3.send(new UploadPartCommand({ ...to, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  await s3.send(new CompleteMultipartUploadCommand({ ...to, UploadId, MultipartUpload: { Parts } }));
}

/** A larger file is a dump of many lines. */
const LARGEST_DOCUMENT = 8 * 1_048_576;

function isOneDocument(text: string): boolean {
  if (!text.trim().includes('\n')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function factsOf(file: string): Promise<{ readonly size: number; readonly isFile: boolean }> {
  const stats = await stat(file);
  return { size: stats.size, isFile: stats.isFile() };
}

/** One read may bring less than was asked for. @throws {Error} where the file has become shorter. */
async function fill(part: Buffer, handle: FileHandle, start: number): Promise<void> {
  for (let filled = 0; filled < part.length; ) {
    const { bytesRead } = await handle.read(part, filled, part.length - filled, start + filled);
    if (bytesRead === 0)
      throw new Error('it became shorter while it was read; drop it again when it is whole');
    filled += bytesRead;
  }
}
