import axe from 'axe-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { groupedYear } from '../builders/groups.ts';
import { questionnaireYear } from '../builders/questionnaires.ts';
import { fewPeople, firstDays, fullYear, thinYear } from '../builders/snapshot.ts';
import {
  type Bench,
  findBrowser,
  knock,
  notCompiled,
  openBench,
  openProgram,
  resetServer,
} from './open-page.ts';

const chrome = await findBrowser();

describe.skipIf(chrome === null)('the faces of the page', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench(chrome ?? '');
  });
  beforeEach(() => resetServer(bench.server));
  afterEach(async () => {
    for (const context of bench.browser.contexts()) await context.close();
  });
  afterAll(() => bench.close());

  test('a visitor is told what the page is for before signing in', async () => {
    const { page } = await knock(bench);

    await page.getByRole('heading', { name: 'Are the people in your program getting better?' }).waitFor();
    expect(await page.getByRole('button').allInnerTexts()).toEqual(['Sign in']);
  });

  test('signing in brings back to the program asked for, and a reload stays signed in', async () => {
    const { page } = await openProgram(bench, 'south-house');

    expect(page.url()).toBe(`${bench.server.url}#program=south-house`);
    await page.reload();
    await page.getByRole('heading', { name: thinYear.sentence }).waitFor();
  });

  test('a refused sign-in says so and offers another try', async () => {
    bench.server.denied = true;
    const { page } = await knock(bench);
    await page.getByRole('button', { name: 'Sign in' }).click();

    expect(await page.getByRole('alert').innerText()).toContain('The sign-in did not work');
    expect(page.url()).toBe(bench.server.url);
    bench.server.denied = false;
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.report').waitFor();
  });

  test('a sign-in answer that this tab did not ask for is refused', async () => {
    const { page } = await knock(bench, { hash: '?code=stolen&state=forged' });

    expect(await page.getByRole('alert').innerText()).toContain('this sign-in was not started in this tab');
  });

  test('signing out takes the figures off the page, and a reload does not bring them back', async () => {
    const { page } = await openProgram(bench, 'north-clinic');
    await page.getByRole('button', { name: 'Sign out' }).click();

    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.locator('.report').count()).toBe(0);
    await page.reload();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });

  test('the first day says what will come and when, and draws no empty chart', async () => {
    const { page } = await openProgram(bench, 'east-youth');

    expect(await page.getByRole('region', { name: 'What will come' }).innerText()).toContain(
      'After the month in which 11 people have finished',
    );
    expect(await page.locator('.tile, .hundred-bar, .months').count()).toBe(0);
    expect(await page.locator('[data-stage="started"]').innerText()).toContain('14');
  });

  test('when no figure may be shown the page says why, and that figures will come by themselves', async () => {
    const { page } = await openProgram(bench, 'harbour-group');

    expect(await page.getByRole('region', { name: 'Too few people to show' }).innerText()).toContain(
      'fewer than 11 people',
    );
    expect(await page.locator('.tile, .hundred-bar, .months').count()).toBe(0);
  });

  test('a program that was never compiled has its first figures on their way', async () => {
    const { page } = await openProgram(bench, notCompiled.id);

    expect(await page.locator('main').innerText()).toContain(
      'Nothing has been compiled for this program yet.',
    );
  });

  test('figures already fetched stay, under a banner, when the service goes down', async () => {
    const { page } = await openProgram(bench, 'north-clinic');
    await page.locator('.report').waitFor();
    bench.server.down = true;
    const program = page.getByRole('combobox', { name: 'Program' });
    await program.selectOption('south-house');
    await page.getByRole('heading', { name: 'The service cannot be reached' }).waitFor();
    await program.selectOption('north-clinic');

    await page
      .getByRole('alert')
      .getByText('You are looking at the figures as of 1 Feb 2026, fetched earlier.')
      .waitFor();
    expect(await page.locator('[data-measure="reliable-recovery"] .tile-number').innerText()).toContain('48');
    bench.server.down = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  test('figures that are days old say that the nightly run has not succeeded since', async () => {
    const { page } = await openProgram(bench, 'north-clinic');
    await page.locator('.report').waitFor();
    expect(await page.locator('.banner').count()).toBe(0);
    bench.server.snapshots.set('north-clinic', { ...fullYear, asOf: '2026-01-27' });
    await page.reload();

    await page.getByText('These figures are 5 days old.').waitFor();
  });

  test.for([
    { status: 403, body: { message: 'Forbidden' }, says: 'You may not see these figures' },
    { status: 401, body: { message: 'Unauthorized' }, says: 'Your sign-in has run out' },
    {
      status: 500,
      body: { resourceType: 'OperationOutcome', issue: [{ diagnostics: 'The store is closed' }] },
      says: 'The store is closed. Try again',
    },
  ])('an answer of $status is a sentence and what to do', async ({ status, body, says }) => {
    bench.server.refusal = { status, body };
    const { page } = await knock(bench);
    await page.getByRole('button', { name: 'Sign in' }).click();

    await page.getByRole('alert').getByText(says).waitFor();
  });

  test('a person without a program, or with the address of another one, is told whom to ask', async () => {
    const { page } = await openProgram(bench, 'somebody-elses');
    expect(await page.getByRole('alert').innerText()).toContain('You may not see this program');

    bench.server.programs = [];
    await page.reload();
    await page.getByRole('heading', { name: 'No program is open to you yet' }).waitFor();
  });

  test.for([
    { program: fullYear.program.id, colorScheme: 'light', width: 1280 },
    { program: fullYear.program.id, colorScheme: 'dark', width: 1280 },
    { program: thinYear.program.id, colorScheme: 'light', width: 360 },
    { program: thinYear.program.id, colorScheme: 'dark', width: 1280 },
    { program: fewPeople.program.id, colorScheme: 'light', width: 1280 },
    { program: firstDays.program.id, colorScheme: 'dark', width: 360 },
    { program: notCompiled.id, colorScheme: 'light', width: 1280 },
    { program: null, colorScheme: 'light', width: 1280 },
  ] as const)(
    'axe finds nothing at $width pixels in $colorScheme colours: $program',
    async ({ program, colorScheme, width }) => {
      const options = { colorScheme, viewport: { width, height: 900 } };
      // Its people by group and its questionnaires are on the page too.
      const everything = { ...questionnaireYear, strata: groupedYear.strata };
      bench.server.snapshots.set(everything.program.id, everything);
      const { page } = await (program === null
        ? knock(bench, options)
        : openProgram(bench, program, options));
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate('axe.run(document)')) as axe.AxeResults;

      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
  );
});
