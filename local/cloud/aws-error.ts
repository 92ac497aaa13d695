/**
 * An error in the format of the service that was called, so that the SDK raises what it would in AWS.
 *
 * | service  | status | where the code stands                                          |
 * | -------- | ------ | -------------------------------------------------------------- |
 * | dynamodb | 400    | JSON `__type`                                                  |
 * | kms      | 400    | JSON `__type`                                                  |
 * | events   | 400    | JSON `__type`                                                  |
 * | sqs      | 403    | `x-amzn-query-error`, as its JSON protocol repeats the old one |
 * | sns      | 403    | XML `<ErrorResponse>`                                          |
 * | s3       | 403    | XML `<Error>`; nothing for HEAD                                |
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { Service } from './aws-call.ts';

export interface AwsErrorResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `AccessDenied`, as each service spells it. */
export function accessDenied(service: Service, message: string): AwsErrorResponse {
  switch (service) {
    case 'dynamodb':
    case 'kms':
    case 'events':
      return json(400, 'com.amazon.coral.service#AccessDeniedException', message);
    case 'sqs': {
      const code = message.includes(' kms:') ? 'KMS.AccessDeniedException' : 'AccessDenied';
      const denied = json(403, 'com.amazon.coral.service#AccessDeniedException', message);
      return { ...denied, headers: { ...denied.headers, 'x-amzn-query-error': `${code};Sender` } };
    }
    case 'sns':
      return xml(
        403,
        `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>${escapeXml(message)}</Message></Error></ErrorResponse>`,
      );
    case 's3':
      return xml(403, `<Error><Code>AccessDenied</Code><Message>${escapeXml(message)}</Message></Error>`);
  }
}

/** An error of the service itself: it is down, or it throttles. */
export function serviceError(
  service: Service,
  status: number,
  code: string,
  message: string,
): AwsErrorResponse {
  switch (service) {
    case 'sns':
      return xml(
        status,
        `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      );
    case 's3':
      return xml(status, `<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
    default:
      return json(status, code, message);
  }
}

/** A call the local cloud has nothing behind. */
export function notImplemented(message: string): AwsErrorResponse {
  return json(501, 'NotImplementedLocally', message);
}

function json(status: number, type: string, message: string): AwsErrorResponse {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify({ __type: type, message, Message: message }),
  };
}

function xml(status: number, body: string): AwsErrorResponse {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': randomUUID() },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
