/**
 * The built page in a real browser, against `page-server.ts`. On Linux the browser is @sparticuz/chromium,
 * elsewhere a Chrome that is installed; where there is none the tests are skipped and say so.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromiumForLinux from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import type { Snapshot } from '../../shared/metrics/snapshot.ts';
import { comparedPrograms } from '../builders/programs.ts';
import { fewPeople, firstDays, fullYear, morning, thinYear } from '../builders/snapshot.ts';
import { type PageServer, startPageServer } from './page-server.ts';

export const programs: readonly Snapshot[] = [fullYear, thinYear, fewPeople, firstDays];
export const notCompiled = { id: 'west-day', name: 'West Day Program', source: 'riverside' };

export interface Bench {
  readonly server: PageServer;
  readonly browser: Browser;
  close(): Promise<void>;
}

const installed = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
];

/** Null, and a printed reason, where no browser can be had. */
export async function findBrowser(): Promise<string | null> {
  const found = process.env.CHROME_PATH ?? installed.find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (process.platform === 'linux' && process.arch === 'x64') return chromiumForLinux.executablePath();
  console.info(`Page tests skipped: no Chrome found on ${process.platform}. Set CHROME_PATH to one.`);
  return null;
}

export async function openBench(executablePath: string): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'outcomes-page-'));
  await build({
    configFile: 'dashboard/vite.config.ts',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  const server = await startPageServer(folder, morning);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    server,
    browser,
    async close() {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Puts the server back to a day on which everything works. */
export function resetServer(server: PageServer): void {
  server.refusal = null;
  server.down = false;
  server.denied = false;
  server.comparison = comparedPrograms;
  server.quality = null;
  server.csv = '';
  server.programs = [...programs.map(({ program, source }) => ({ ...program, source })), notCompiled];
  server.snapshots.clear();
  for (const snapshot of programs) server.snapshots.set(snapshot.program.id, snapshot);
}

export interface OpenPage {
  readonly page: Page;
  /** Errors in the console, and requests that left for another machine. */
  readonly complaints: readonly string[];
}

/** A new visitor at the door, not signed in. */
export async function knock(
  { browser, server }: Bench,
  options: BrowserContextOptions & { readonly now?: Date; readonly hash?: string } = {},
): Promise<OpenPage> {
  const { now = morning, hash = '', ...contextOptions } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...contextOptions });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (fault) => complaints.push(fault.message));
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') complaints.push(`asked ${request.url()}`);
  });
  await page.clock.setFixedTime(now);
  await page.goto(server.url + hash);
  return { page, complaints };
}

/** A visitor who has signed in and chosen a program. */
export async function openProgram(
  bench: Bench,
  programId: string,
  options: Parameters<typeof knock>[1] = {},
): Promise<OpenPage> {
  const opened = await knock(bench, { ...options, hash: `#program=${programId}` });
  await opened.page.getByRole('button', { name: 'Sign in' }).click();
  await opened.page
    .getByRole('heading', { level: 1 })
    .and(opened.page.locator(':not(:has-text("Are the people"))'))
    .waitFor();
  await opened.page.waitForLoadState('networkidle');
  return opened;
}
