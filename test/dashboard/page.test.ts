import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { groupedYear } from '../builders/groups.ts';
import { publishedYear } from '../builders/published-year.ts';
import { questionnaireYear } from '../builders/questionnaires.ts';
import { fullYear, thinYear } from '../builders/snapshot.ts';
import {
  type Bench,
  findBrowser,
  type OpenPage,
  openBench,
  openProgram,
  programs,
  resetServer,
} from './open-page.ts';

const chrome = await findBrowser();

describe.skipIf(chrome === null)('the page of a program', () => {
  let bench: Bench;
  const opened: OpenPage[] = [];
  beforeAll(async () => {
    bench = await openBench(chrome ?? '');
    resetServer(bench.server);
  });
  afterEach(async () => {
    const complaints = opened.flatMap((one) => one.complaints);
    for (const { page } of opened.splice(0)) await page.context().close();
    expect(complaints, 'console errors and requests to other machines').toEqual([]);
  });
  afterAll(() => bench.close());

  async function read({ program }: Snapshot, options?: Parameters<typeof openProgram>[2]) {
    const one = await openProgram(bench, program.id, options);
    opened.push(one);
    return one.page;
  }

  test('leads with the sentence, which also names the page for a screen reader', async () => {
    const page = await read(fullYear);

    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
      fullYear.sentence.replace('recovered. This', 'recovered.\nThis'),
    );
    await page.getByRole('article', { name: fullYear.sentence }).waitFor();
  });

  test('says as of when, and what is still provisional', async () => {
    const page = await read(fullYear);

    expect(await page.locator('.as-of').innerText()).toContain(
      'As of 1 Feb 2026, final to Dec 2025, Jan 2026 provisional',
    );
    expect(await page.locator('.as-of .provisional').innerText()).toBe('provisional');
    expect(await page.locator('[data-month="Jan 2026"]').getAttribute('class')).toContain('is-provisional');
  });

  test.for([
    {
      id: 'reliable-improvement',
      number: '67 in 100',
      range: 'Likely range 62 to 71',
      people: '276 of 412 people',
    },
    {
      id: 'reliable-recovery',
      number: '48 in 100',
      range: 'Likely range 43 to 53',
      people: '183 of 381 people',
    },
    {
      id: 'reliable-deterioration',
      number: '6 in 100',
      range: 'Likely range 4 to 9',
      people: '25 of 412 people',
    },
    { id: 'paired', number: '91 in 100', range: 'Likely range 88 to 93', people: '375 of 412 people' },
  ])(
    'the tile $id says $number, its likely range and how many people',
    async ({ id, number, range, people }) => {
      const page = await read(fullYear);
      const tile = page.locator(`.tile[data-measure="${id}"]`);

      expect((await tile.locator('.tile-number').innerText()).replace(/\s+/g, ' ')).toBe(number);
      expect(await tile.locator('.tile-range').innerText()).toBe(`${range}\n${people}`);
    },
  );

  test('answers in words whether it is better than the year before', async () => {
    const page = await read(fullYear);

    expect(await page.locator('[data-measure="reliable-recovery"] .comparison').allInnerTexts()).toEqual([
      'No clear difference from the year before (47)',
      'No clear difference from NHS Talking Therapies, England 2024-25 (47.5)',
    ]);
    expect(await page.locator('[data-measure="paired"] .comparison').allInnerTexts()).toEqual([
      'Lower than the year before (95), by about 4 points',
    ]);
  });

  test('what may not be shown has its reason and no number, in tiles, charts and tables', async () => {
    const page = await read(thinYear);

    const worse = page.locator('[data-measure="reliable-deterioration"]');
    expect(await worse.innerText()).toContain('Not shown, to protect privacy');
    expect(await worse.innerText()).not.toMatch(/\d/);
    expect(await worse.locator('svg').count()).toBe(0);
    expect(await page.locator('[data-piece="worse"]').innerText()).toBe(
      'Got worse\nNot shown, to protect privacy',
    );
    expect(await page.locator('[data-stage="treated"]').innerText()).toBe(
      'Came twice or more\nNot shown, to protect privacy',
    );
    expect(await page.locator('[data-month="Mar 2025"]').count()).toBe(0);
    expect(await rows(page, 'months')).toContainEqual(['Mar 2025', 'Not shown, to protect privacy', '', '']);
    await page.locator('[data-figure="months"]').getByRole('radio', { name: 'Got worse' }).check();
    expect(await page.locator('.months').count(), 'an empty chart').toBe(0);
    expect(await page.locator('main').textContent()).not.toMatch(/\b0 in 100|NaN|null|undefined|0 of 0/);
  });

  test('each table says the same as its chart', async () => {
    const page = await read(fullYear);

    const pieces = await page.locator('[data-figure="outcomes"] .legend li').allInnerTexts();
    expect(await rows(page, 'outcomes')).toEqual(
      pieces
        .map((said) => said.split('\n'))
        .map(([label, people, share]) => [label, people, share?.replace(' in 100', '')]),
    );
    expect(await page.locator('[data-figure="outcomes"] .block-number').allTextContents()).toEqual([
      '44',
      '23',
      '18',
      '6',
      '9',
    ]);
    const dots = await page.locator('.month title').allTextContents();
    expect(
      (await rows(page, 'months')).map(
        ([month, rate]) => `${month?.replace(' (', ': ').split(':')[0]}: ${rate}`,
      ),
    ).toEqual(dots.map((said) => said.split(' in 100')[0]));
    expect(await rows(page, 'leaving')).toEqual([
      ['Started', '640', '100'],
      ['Came twice or more', '508', '79'],
      ['Finished so far', '391', '61'],
    ]);
  });

  test('specialist terms stand under "How we count" and nowhere else', async () => {
    const page = await read(fullYear);
    const jargon = /\bRCI\b|caseness|deteriorat|Cohen|SMCR|effect size|Wilson|p-chart/i;

    const all = (await page.locator('main').textContent()) ?? '';
    const method = (await page.locator('.method').textContent()) ?? '';
    expect(method).toMatch(jargon);
    expect(method).toContain('4be1c07d52a9f310');
    expect(all.replace(method, '')).not.toMatch(jargon);
  });

  test('everything that can be clicked can be reached and used from the keyboard', async () => {
    const page = await read(fullYear);
    const reached: string[] = [];
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate('(document.activeElement.labels?.[0] ?? document.activeElement).textContent'),
      );
    }

    expect(reached.slice(0, 8)).toEqual([
      'Skip to the figures',
      'Print',
      'Sign out',
      'Program',
      'Export',
      'Show as a table: What happened to everyone who finished',
      'Got reliably better',
      'Show as a table: Got reliably better, month by month',
    ]);
    await page.locator('[data-figure="months"]').getByRole('radio', { name: 'Got reliably better' }).focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('img', { name: /^Reliably recovered, month by month/ }).count()).toBe(1);
  });

  test('compares programs in the order of their names, by the measure the reader chooses', async () => {
    const page = await read(fullYear);
    const names = () => page.locator('[data-figure="programs"] .group-name').allInnerTexts();

    expect(await names()).toEqual(['East Youth', 'North Clinic', 'South House', 'West Day Program']);
    expect(await rows(page, 'programs')).toEqual([
      ['East Youth', '', 'Not shown, to protect privacy', '', ''],
      ['North Clinic', '67', 'of 412, likely range 62 to 71', 'Higher than the others', 'Far above'],
      ['South House', '42', 'of 200, likely range 35 to 49', 'Lower than the others', 'Far below'],
      ['West Day Program', '60', 'of 60, likely range 47 to 71', 'No clear difference', 'Inside'],
      // People who started alike.
      ['East Youth', 'Not shown, to protect privacy'],
      ['North Clinic', '0.6 points better than expected, likely range 0.1 to 1.0, of 380 people'],
      [
        'South House',
        '1.2 points worse than expected, likely range -1.9 to -0.6, of 171 people. Plain change: 1.6 points less than in the others (-2.3 to -0.9), g -0.38',
      ],
    ]);
    await page.locator('[data-figure="programs"]').getByRole('radio', { name: 'Got worse' }).check();
    expect(await names()).toEqual(['North Clinic', 'South House']);
    expect(await page.locator('[data-figure="programs"] .key').first().innerText()).toContain(
      'Lower is better',
    );
  });

  test('goes without other programs where there is only one, and asks for none', async () => {
    bench.server.programs = [{ ...fullYear.program, source: fullYear.source }];
    const page = await read(fullYear);

    expect(await page.locator('[data-figure="programs"]').count()).toBe(0);
    resetServer(bench.server);
  });

  test('copies the figures as words, good and bad, with ranges, meaning and as-of day', async () => {
    const page = await read(fullYear, { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByText('Export').click();
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await page.getByText('Copied. Paste it into your report.').waitFor();

    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(copied).toContain('North Clinic, outpatient therapy, Feb 2025 to Jan 2026 (as of 1 Feb 2026).');
    expect(copied).toContain(fullYear.sentence);
    expect(copied).toContain('- Got worse: 6 in 100 (25 of 412 people, likely range 4 to 9).');
    expect(copied).toContain('- Measured at the start and at the end: 91 in 100 (375 of 412 people');
    expect(copied).toContain('data fingerprint 4be1c07d52a9f310');
  });

  test('closes Export on Escape, with the focus back on it, and on a click elsewhere', async () => {
    const page = await read(fullYear);
    const sheet = page.getByRole('button', { name: 'Copy as text' });
    await page.getByText('Export').click();
    await sheet.waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement?.textContent')).toBe('Export');
    await page.getByText('Export').click();
    await sheet.waitFor();
    await page.getByRole('heading', { level: 1 }).click();
    await sheet.waitFor({ state: 'hidden' });
  });

  test('saves the released table under the name it was released with', async () => {
    bench.server.csv = 'measure,rate\nreliable-recovery,0.48\n';
    const page = await read(fullYear);
    await page.getByText('Export').click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Table (CSV)' }).click();

    const file = await saved;
    expect(file.suggestedFilename()).toBe('north-clinic-2026-02-outcomes.csv');
    expect(await readFile(await file.path(), 'utf8')).toBe(bench.server.csv);
    await page.getByText('Saved as north-clinic-2026-02-outcomes.csv.').waitFor();
    resetServer(bench.server);
  });

  test('shows the published quality measures when they are asked for, with their sources', async () => {
    bench.server.quality = publishedYear;
    const page = await read(fullYear);
    expect(await page.locator('.quality table').count()).toBe(0);
    await page.getByText('US quality measures').click();

    await page.getByText('Calendar year 2025, worked out on 10 Jan 2026').waitFor();
    expect(
      await page
        .locator('.quality tbody tr')
        .evaluateAll((found) => found.map((row) => [...row.children].map((cell) => cell.textContent))),
    ).toEqual([
      [
        'Depression remission 12 months after an index score',
        '25 in 100',
        '30 of 120 people; likely range 18 to 33; 14 excluded; 11 excepted',
        'CMS159',
      ],
      [
        'Depression remission 12 months after an index score, 12-17',
        '',
        'Not shown, to protect privacy',
        'CMS159',
      ],
    ]);
    resetServer(bench.server);
  });

  test.for(programs.map((snapshot) => ({ name: snapshot.program.name, snapshot })))(
    '$name fits a phone 360 pixels wide, with the same numbers',
    async ({ snapshot }) => {
      const [wide, narrow] = [
        await read(snapshot),
        await read(snapshot, { viewport: { width: 360, height: 740 } }),
      ];

      expect(await narrow.evaluate('document.documentElement.scrollWidth')).toBe(360);
      expect(await narrow.locator('main').textContent()).toBe(await wide.locator('main').textContent());
    },
  );

  test.for(programs.map((snapshot) => ({ name: snapshot.program.name, snapshot })))(
    '$name prints on one A4 page',
    async ({ snapshot }) => {
      const page = await read(snapshot);
      expect(await sheetsOfPaper(page)).toBe(1);
    },
  );

  test('shows groups of people with everyone as the line, too few as words, and prints as one page', async () => {
    bench.server.snapshots.set(groupedYear.program.id, groupedYear);
    const page = await read(groupedYear, { viewport: { width: 360, height: 740 } });

    expect(await rows(page, 'fairness')).toContainEqual([
      'Age: 18 to 25',
      '50',
      'of 80, likely range 39 to 61',
      'Lower than others',
    ]);
    expect(await rows(page, 'fairness')).toContainEqual([
      'Language: Vietnamese',
      '',
      'Not shown, to protect privacy',
      '',
    ]);
    expect(await page.locator('[data-figure="fairness"] .group-dot').count()).toBe(7);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await sheetsOfPaper(page)).toBe(1);
    resetServer(bench.server);
  });

  test('shows questionnaires and the course of care on a phone, leaves them off the paper, keeps both within the line', async () => {
    bench.server.snapshots.set(questionnaireYear.program.id, questionnaireYear);
    const page = await read(questionnaireYear, { viewport: { width: 360, height: 740 } });

    expect(await rows(page, 'questionnaires')).toEqual([
      [
        'Symptoms: PHQ-9',
        '7.1 points better',
        '380 of 412 who finished answered twice, likely range 6.5 to 7.7',
        '50 in 100 score at least halved; 26 in 100 in remission at the end; half in remission within 154 days',
      ],
      ['Recovery: BARC-10', '', 'Not shown, to protect privacy', ''],
      [
        'Recovery: I.ROC',
        '1.0 point worse',
        '141 of 412 who finished answered twice, likely range -2.4 to 0.4',
        '',
      ],
    ]);
    expect(await page.locator('[data-fact="long-gaps"]').innerText()).toMatch(
      /No contact for more than 90 days\s+14\s+of 120 in care/,
    );
    // Worse stands left of the line of no change, better right of it.
    const marks = await page.locator('[data-figure="questionnaires"] .group-track').evaluateAll((tracks) =>
      tracks.map((track) => {
        const x = (name: string) => track.querySelector(name)?.getBoundingClientRect().x ?? Number.NaN;
        return x('.group-dot') + 5 > x('.group-everyone');
      }),
    );
    expect(marks).toEqual([true, false]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    expect(await sheetsOfPaper(page)).toBe(1);
    resetServer(bench.server);
  });
});

/** How many pages a print of it has. */
async function sheetsOfPaper(page: OpenPage['page']): Promise<number> {
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

/** The rows of the table twin of a figure. */
function rows(page: OpenPage['page'], figure: string): Promise<string[][]> {
  return page
    .locator(`[data-figure="${figure}"] tbody tr`)
    .evaluateAll((found) => found.map((row) => [...row.children].map((cell) => cell.textContent)));
}
