/** Where the NHS Talking Therapies rules were read: the publisher's own SQL and its metadata. */
export const nhsRules =
  'NHS England, Talking Therapies: nhsengland/Talking-Therapies@8458b2e and the metadata in bennettoxford/nhstt@f65c91b';
