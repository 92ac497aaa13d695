/** JSON answers of the APIs that people use. */
export interface JsonAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** @param body JSON text, or a value to write as JSON. */
export function answer(statusCode: number, body: string | object): JsonAnswer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** A file to keep. */
export function download(contentType: string, filename: string, body: string): JsonAnswer {
  return {
    statusCode: 200,
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${filename}"`,
      'cache-control': 'no-store',
    },
    body,
  };
}

/** @param message what to do next. */
export function refuse(statusCode: number, code: string, message: string): JsonAnswer {
  return answer(statusCode, { code, message });
}
