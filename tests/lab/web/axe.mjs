// What axe-core finds in pages as a real Chromium shows them: a line of JSON for each file.
// node axe.mjs MODULES PROFILE-FOLDER FILE…
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { open } from './browser.mjs';

const [modules, folder, ...files] = process.argv.slice(2);
const axe = readFileSync(createRequire(join(modules, 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');

const loaded = new Map();
const browser = await open(modules, folder, ['--disable-background-networking'], (message) => {
  if (message.method === 'Page.loadEventFired') loaded.get(message.sessionId)?.();
});
const { send } = browser;

try {
  for (const file of files) {
    const { targetId, sessionId, evaluate } = await browser.page();
    await send('Page.enable', {}, sessionId);
    const there = new Promise((done) => loaded.set(sessionId, done));
    await send('Page.navigate', { url: pathToFileURL(resolve(file)).href }, sessionId);
    await there;
    await evaluate(axe);
    const found = await evaluate(`axe.run().then((found) => ({
      title: document.title,
      passed: found.passes.map((rule) => rule.id),
      violations: found.violations.map((rule) => ({
        rule: rule.id, impact: rule.impact, help: rule.help, places: rule.nodes.length, first: rule.nodes[0].html, why: rule.nodes[0].failureSummary,
      })),
    }))`);
    console.log(JSON.stringify({ file, ...found }));
    await send('Target.closeTarget', { targetId });
  }
} finally {
  browser.kill();
}
process.exit(0);
