import sp from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { fewPeople, firstDays, fullYear, morning, thinYear } from '/work/main/test/builders/snapshot.ts';
import { startPageServer } from '/work/main/test/dashboard/page-server.ts';

process.chdir('/work/main');
await build({
  configFile: 'dashboard/vite.config.ts',
  build: { outDir: '/tmp/pagebuild', emptyOutDir: true },
  logLevel: process.env.Q ? 'error' : 'info',
});
const s = await startPageServer('/tmp/pagebuild', morning);

import { benchmarkFor } from '/work/main/shared/metrics/benchmarks.ts';
import { proportions } from '/work/main/shared/metrics/catalog.ts';

const real = {
  ...fullYear,
  program: { id: 'real', name: 'Riverside intensive outpatient program for adults' },
  measures: proportions.map((p) => {
    const m = fullYear.measures.find(({ id }) => id === p.id) ?? fullYear.measures[0]!;
    return {
      ...m,
      id: p.id,
      label: p.label,
      definition: p.definition,
      direction: p.direction,
      benchmark: benchmarkFor(p.id, m.current, fullYear.measuredBy),
    };
  }),
};
const all = [real, fullYear, thinYear, fewPeople, firstDays];
s.programs = [
  ...all.map(({ program, source }) => ({ ...program, source })),
  { id: 'new', name: 'West Day Program', source: 'riverside' },
];
for (const one of all) s.snapshots.set(one.program.id, one);
const b = await chromium.launch({
  executablePath: await sp.executablePath(),
  args: ['--no-sandbox'],
  headless: true,
});
const want = process.argv.slice(2);
async function shot(
  name: string,
  width: number,
  go: (p: import('playwright-core').Page) => Promise<void>,
  dark = false,
  print = false,
) {
  if (want.length && !want.some((w) => name.includes(w))) return;
  const c = await b.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' });
  const p = await c.newPage();
  p.on('console', (m) => m.type() === 'error' && console.log(name, 'CONSOLE', m.text()));
  p.on('pageerror', (e) => console.log(name, 'PAGEERROR', e.message));
  await p.clock.setFixedTime(morning);
  await go(p);
  await p.waitForLoadState('networkidle');
  await p.evaluate('document.fonts.ready');
  if (print) {
    await p.pdf({ path: `/tmp/shots/${name}.pdf`, preferCSSPageSize: true, printBackground: true });
    await p.emulateMedia({ media: 'print' });
    await p.setViewportSize({ width: 703, height: 600 });
  }
  await p.screenshot({ path: `/tmp/shots/${name}.png`, fullPage: true });
  if (width === 360)
    for (let i = 0; i < 4; i++)
      await p
        .screenshot({
          path: `/tmp/shots/${name}-${i}.png`,
          fullPage: true,
          clip: { x: 0, y: i * 1400, width: 360, height: 1400 },
        })
        .catch(() => {});
  console.log(
    name,
    await p.evaluate('document.documentElement.scrollWidth'),
    await p.evaluate('document.documentElement.scrollHeight'),
  );
  await c.close();
}
const open = (id: string) => async (p: import('playwright-core').Page) => {
  await p.goto(s.url + '#program=' + id);
  await p.getByRole('button', { name: 'Sign in' }).click();
  await p.locator('.report, .notice:not(:has-text("Sign in"))').first().waitFor();
  await p.waitForTimeout(150);
};
await shot('welcome', 1280, async (p) => {
  await p.goto(s.url);
  await p.getByRole('button', { name: 'Sign in' }).waitFor();
});
for (const [n, id] of [
  ['full', 'north-clinic'],
  ['thin', 'south-house'],
  ['few', 'harbour-group'],
  ['first', 'east-youth'],
  ['new', 'new'],
] as const) {
  await shot(`${n}-1280`, 1280, open(id));
  await shot(`${n}-360`, 360, open(id));
}
await shot('full-dark', 1280, open('north-clinic'), true);
await shot('full-print', 1280, open('north-clinic'), false, true);
await shot('real-print', 1280, open('real'), false, true);
await shot('real-1280', 1280, open('real'));
await shot('thin-print', 1280, open('south-house'), false, true);
await shot('down-1280', 1280, async (p) => {
  await open('north-clinic')(p);
  s.down = true;
  await p.getByLabel('Program', { exact: true }).selectOption('south-house');
  await p.waitForTimeout(200);
  await p.getByLabel('Program', { exact: true }).selectOption('north-clinic');
  await p.waitForTimeout(200);
});
s.down = false;
await b.close();
await s.close();
