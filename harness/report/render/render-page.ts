/**
 * Fills the templates. Every value goes through Handlebars' escaping: no template has a triple-stash and no helper
 * returns markup, so there is no second way in. The browser is told the same by a content security policy that
 * allows this page's own style and script, by hash, and no network.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import Handlebars from 'handlebars';

const folder = new URL('template/', import.meta.url);

export const renderPage = (view: object): string => render('page', { ...view, policy: policy() });

/** The picture of `curves-picture.ts`. */
export const renderCurves = (view: object): string => render('curves', view);

const render = (template: string, view: object): string => {
  const handlebars = Handlebars.create();
  for (const file of readdirSync(folder).sort()) {
    handlebars.registerPartial(file.replace(/\.hbs$/, ''), readTemplate(file));
  }
  const options = { strict: true, preventIndent: true };
  return handlebars.compile<object>(`{{> ${template}}}`, options)(view);
};

const policy = (): string =>
  [
    "default-src 'none'",
    `style-src '${inlineHash('style.css')}'`,
    `script-src '${inlineHash('enhance.js')}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** The hash a browser takes of an inline element's text. */
const inlineHash = (file: string): string =>
  `sha256-${createHash('sha256').update(readTemplate(file)).digest('base64')}`;

const readTemplate = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
