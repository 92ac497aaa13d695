/**
 * Why a response could not be scored as it stands. Codes are stable: they are stored, counted and shown.
 *
 * An issue names the item and says what to do. It holds link ids and codes of the form, never an answer's
 * free text, so that it may be logged and sent.
 *
 * @module
 */
export type IssueCode =
  | 'structure-invalid'
  | 'instrument-unknown'
  | 'not-completed'
  | 'retracted'
  | 'item-missing'
  | 'answer-unknown'
  | 'answer-out-of-range'
  | 'answers-multiple'
  | 'answer-contradictory'
  | 'item-duplicated'
  | 'item-unknown'
  | 'author-missing'
  | 'author-not-clinician'
  | 'goals-missing'
  | 'keying-unset'
  | 'reported-total-differs'
  | 'subject-unresolved'
  | 'authored-missing';

export interface Issue {
  readonly code: IssueCode;
  /** Link id of the item, or the element path of a structural fault; null when the whole response is meant. */
  readonly linkId: string | null;
  readonly message: string;
}

function item(at: string | null): string {
  return at === null ? 'An item' : `Item ${at}`;
}

function itemIn(at: string | null): string {
  return at === null ? 'one of the items' : `item ${at}`;
}

/** What is wrong and what to do about it, in one sentence each; null where nobody kept which item it is. */
const sentences: Readonly<Record<IssueCode, (at: string | null) => string>> = {
  'structure-invalid': (at) =>
    `${at ?? 'The response'} is not shaped as FHIR R4 says. Correct the form's export and send the response again.`,
  'instrument-unknown': () =>
    'No instrument recognises this questionnaire. Map it under "forms" of the source, or add an instrument; the response is kept.',
  'not-completed': () =>
    'The response is not completed. It is scored when the EHR sends it as completed or amended.',
  retracted: () => 'The response was entered in error. Its scores are withdrawn.',
  'item-missing': (at) =>
    `${item(at)} has no answer. Ask for it, then send the completed response again; no partial sum is ever made.`,
  'answer-unknown': (at) =>
    `The answer to ${itemIn(at)} is not in the item's answer list. Correct it, or map the local answer under "forms" of the source.`,
  'answer-out-of-range': (at) =>
    `The answer to ${itemIn(at)} is outside the item's range. Check the form's numbering against the instrument, then send it again.`,
  'answers-multiple': (at) =>
    `${item(at)} takes one answer and has several. Ask which one holds, then send the corrected response.`,
  'answer-contradictory': (at) =>
    `Code, text and number of the answer to ${itemIn(at)} do not mean the same. Correct the form's answer list, then send it again.`,
  'item-duplicated': (at) =>
    `${item(at)} appears more than once with different answers. Ask which one holds, then send the corrected response.`,
  'item-unknown': (at) =>
    `The instrument has no ${at === null ? 'such item' : `item ${at}`}, so this may be another version of the form. Check which one was used; map it under "forms" of the source, or send it under its own canonical.`,
  'author-missing': () =>
    'This instrument is rated by a clinician and the response names none as its author. Add the Practitioner, then send it again.',
  'author-not-clinician': () =>
    'This instrument is rated by a professional and the author is not one. It cannot be scored as a self-report.',
  'goals-missing': () =>
    'No goal has a rating between -2 and +2. Rate at least one goal, then send the response again.',
  'keying-unset': (at) =>
    `The published keying could not be verified, so a score stays absent until the setting ${at ?? 'for it'} is given (see docs/instruments.md).`,
  'reported-total-differs': (at) =>
    `The total carried by the response${at === null ? '' : ` (${at})`} is not the total of its answers. Ours is used; check the form's arithmetic.`,
  'subject-unresolved': () =>
    'The patient of this response could not be resolved. Send a subject that refers to a Patient of the EHR.',
  'authored-missing': () =>
    'The response says nowhere when it was answered. The time of receipt is used and marked as such.',
};

export function issue(code: IssueCode, linkId: string | null = null): Issue {
  return { code, linkId, message: sentences[code](linkId) };
}
