/**
 * Takes pictures of a leaderboard page, light and dark, wide and on a phone:
 * `node --import tsx harness/bench/screenshot.ts results/leaderboard.html <folder>`.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { chromium, type Browser } from 'playwright-core';
import { chromiumFlags, findChromium } from './chromium.ts';

interface Picture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  readonly whole: boolean;
}

const pictures: readonly Picture[] = [
  { name: 'light', width: 1400, height: 900, colorScheme: 'light', whole: true },
  { name: 'dark', width: 1400, height: 900, colorScheme: 'dark', whole: true },
  { name: 'phone', width: 390, height: 844, colorScheme: 'light', whole: true },
  { name: 'top-light', width: 1280, height: 800, colorScheme: 'light', whole: false },
  { name: 'top-dark', width: 1280, height: 800, colorScheme: 'dark', whole: false },
];

/** Writes one PNG per picture into `folder`. */
export const takePictures = async (page: string, folder: string): Promise<void> => {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      'There is no Chromium on the PATH. Install it (Debian: apt-get install chromium) or name it in CHROMIUM.',
    );
  }
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  try {
    for (const picture of pictures) await takePicture(browser, page, folder, picture);
  } finally {
    await browser.close();
  }
};

const takePicture = async (
  browser: Browser,
  page: string,
  folder: string,
  { name, width, height, colorScheme, whole }: Picture,
): Promise<void> => {
  const context = await browser.newContext({ colorScheme, viewport: { width, height } });
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(resolve(page)).href);
  await tab.screenshot({ path: join(folder, `${name}.png`), fullPage: whole });
  await context.close();
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await new Command('npm run screenshot --')
    .argument('<page>', 'a leaderboard, e.g. results/leaderboard.html')
    .argument('<folder>', 'where the pictures go')
    .action(takePictures)
    .parseAsync();
}
