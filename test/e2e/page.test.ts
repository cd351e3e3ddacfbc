/** The page in a real browser: quiet, inert, readable without scripts, nothing cut off or overlapping. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../../harness/bench/chromium.ts';
import { hostile, hostileAbout } from '../unit/report/hostile.ts';
import { madeResults, type Made } from '../unit/report/made-results.ts';
import { madePage } from '../unit/report/render.ts';

const usual: Made = {
  submissions: ['schedule_free_adamw', 'nadamw', 'adamw', 'lion', 'nesterov'],
  workloads: ['image_resnet', 'text_lm', 'tabular', 'molecules'],
  studies: 3,
  trials: 2,
  hopeless: ['molecules'],
};
const pages: Readonly<Record<string, string>> = {
  usual: madePage(usual),
  hostile: madePage(hostile, hostileAbout),
  crowd: madePage({
    submissions: Array.from({ length: 40 }, (_, index) => `method_${index}`),
    workloads: ['image_resnet', 'text_lm', 'tabular'],
    studies: 2,
    trials: 1,
  }),
  alone: madePage({ submissions: ['adamw'], workloads: ['text_lm'], studies: 1, trials: 1 }),
};
const widths = [390, 1400];
const layout = readFileSync(new URL('page-layout.js', import.meta.url), 'utf8');

const executablePath = findChromium();
const skip = executablePath === undefined && 'there is no Chromium on this machine';

describe('the leaderboard page', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  let browser: Browser;

  before(async () => {
    for (const [name, html] of Object.entries(pages)) {
      writeFileSync(join(folder, `${name}.html`), html);
    }
    browser = await chromium.launch({ executablePath: executablePath!, args: [...chromiumFlags] });
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  const address = (name: string): string => pathToFileURL(join(folder, `${name}.html`)).href;

  /** Opens a page, lets `look` at it, and returns what the browser complained of and asked for. */
  const visit = async (
    name: string,
    options: BrowserContextOptions,
    look: (tab: Page) => Promise<void>,
  ): Promise<{ readonly errors: readonly string[]; readonly requests: readonly string[] }> => {
    const context = await browser.newContext(options);
    const tab = await context.newPage();
    const errors: string[] = [];
    const requests: string[] = [];
    tab.on('console', (message) => errors.push(message.text()));
    tab.on('pageerror', (error) => errors.push(error.message));
    tab.on('request', (request) => requests.push(request.url()));
    await tab.goto(address(name));
    await look(tab);
    await context.close();
    return { errors, requests };
  };

  for (const name of Object.keys(pages)) {
    test(`the ${name} page opens without a complaint and asks for nothing but itself`, async () => {
      const { errors, requests } = await visit(name, {}, async (tab) => {
        await tab.locator('#ranking').waitFor();
      });
      assert.deepEqual(errors, []);
      assert.deepEqual(requests, [address(name)]);
    });

    for (const width of widths) {
      test(`the ${name} page fits ${width} px, and no label overlaps or is cut`, async () => {
        await visit(name, { viewport: { width, height: 900 } }, async (tab) => {
          assert.deepEqual(await tab.evaluate(layout), { tooWide: [], overlapping: [], cut: [] });
        });
      });
    }
  }

  test('hostile names run nothing', async () => {
    await visit('hostile', {}, async (tab) => {
      await tab.locator('.ranking tbody tr').first().hover();
      await tab.locator('.ranking thead button').first().click();
      assert.equal(await tab.evaluate('globalThis.harmed'), undefined);
      assert.equal(await tab.locator('script').count(), 1);
      assert.equal(await tab.locator('img').count(), 0);
    });
  });

  test('without scripts every table and chart is there', async () => {
    await visit('usual', { javaScriptEnabled: false }, async (tab) => {
      assert.equal(await tab.locator('.ranking tbody tr').count(), 5);
      assert.equal(await tab.locator('table.times').count(), 4);
      assert.equal(await tab.locator('#training svg.chart').count(), 4);
      assert.equal(await tab.locator('.pairs tbody tr').count(), 5);
      assert.equal(await tab.locator('#trials tbody tr').count(), madeResults(usual).length);
      assert.ok(await tab.locator('#profiles svg.chart').isVisible());
    });
  });

  test('a click on a column sorts by it, a second click turns the order', async () => {
    await visit('usual', {}, async (tab) => {
      const names = (): Promise<string[]> => tab.locator('.ranking tbody bdi').allInnerTexts();
      const button = tab.locator('.ranking thead button', { hasText: 'Submission' });
      await button.click();
      const up = await names();
      assert.deepEqual(up, [...up].sort());
      await button.click();
      assert.deepEqual(await names(), [...up].reverse());
    });
  });

  test('the address of a trial opens its list', async () => {
    const { plan } = madeResults(usual)[7]!;
    await visit('usual', {}, async (tab) => {
      const row = tab.locator(`[id="trial-${plan.id}"]`);
      assert.ok(!(await row.isVisible()));
      await tab.goto(`${address('usual')}#trial-${plan.id}`);
      assert.ok(await row.isVisible());
    });
  });

  test('dark and light differ, and text stands out from the page in both', async () => {
    const contrast: Record<string, number> = {};
    for (const colorScheme of ['light', 'dark'] as const) {
      await visit('usual', { colorScheme }, async (tab) => {
        const colour = (property: string): Promise<string> =>
          tab.evaluate<string>(`getComputedStyle(document.body)['${property}']`);
        const page = await colour('background-color');
        const ink = await colour('color');
        contrast[page] = ratio(luminance(page), luminance(ink));
      });
    }
    assert.equal(Object.keys(contrast).length, 2);
    for (const value of Object.values(contrast)) assert.ok(value >= 7, String(value));
  });
});

/** WCAG 2.2 relative luminance of `rgb(r, g, b)`. */
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = [...colour.matchAll(/[\d.]+/g)].map(([digits]) => {
    const value = Number(digits) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const ratio = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
