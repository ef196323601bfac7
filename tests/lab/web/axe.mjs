// What axe-core finds in pages as a real Chromium shows them: a line of JSON for each file.
// node axe.mjs MODULES PROFILE-FOLDER FILE…
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve as absolute } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, folder, ...files] = process.argv.slice(2);
const require = createRequire(join(modules, 'package.json'));
const WebSocket = require('ws');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const browser = spawn('chromium', [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
  '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank',
], { stdio: ['ignore', 'ignore', 'pipe'] });
const endpoint = await new Promise((found) => {
  let text = '';
  browser.stderr.on('data', (data) => {
    text += data;
    const line = text.match(/DevTools listening on (ws:\S+)/);
    if (line) found(line[1]);
  });
});
const socket = new WebSocket(endpoint);
await new Promise((open) => socket.on('open', open));
let count = 0;
const waiting = new Map();
const loaded = new Map();
socket.on('message', (data) => {
  const message = JSON.parse(data);
  if (message.method === 'Page.loadEventFired') loaded.get(message.sessionId)?.();
  waiting.get(message.id)?.(message);
});
const send = (method, params = {}, sessionId = undefined) => new Promise((done, failed) => {
  const id = ++count;
  waiting.set(id, (message) => (message.error ? failed(new Error(JSON.stringify(message.error))) : done(message.result)));
  socket.send(JSON.stringify({ id, method, params, sessionId }));
});

try {
  for (const file of files) {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const evaluate = async (expression) => {
      const answer = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId);
      if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
      return answer.result.value;
    };
    await send('Page.enable', {}, sessionId);
    const there = new Promise((done) => loaded.set(sessionId, done));
    await send('Page.navigate', { url: pathToFileURL(absolute(file)).href }, sessionId);
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
