// A real Chromium without a window, spoken to over its DevTools socket.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// `modules` is where the npm packages are, `folder` the browser's profile, `more` further arguments; `told` hears every message that is no answer.
export async function open(modules, folder, more, told) {
  const WebSocket = createRequire(join(modules, 'package.json'))('ws');
  const browser = spawn('chromium', [
    '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', ...more,
    '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank',
  ], { stdio: ['ignore', 'ignore', 'pipe'] });
  const endpoint = await new Promise((resolve) => {
    let text = '';
    browser.stderr.on('data', (data) => {
      text += data;
      const found = text.match(/DevTools listening on (ws:\S+)/);
      if (found) resolve(found[1]);
    });
  });
  const socket = new WebSocket(endpoint);
  await new Promise((resolve) => socket.on('open', resolve));
  let count = 0;
  const waiting = new Map();
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    const answered = waiting.get(message.id);
    waiting.delete(message.id);
    if (answered) answered(message);
    else told(message);
  });
  const send = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
    const id = ++count;
    waiting.set(id, (message) => (message.error ? reject(new Error(JSON.stringify(message.error))) : resolve(message.result)));
    socket.send(JSON.stringify({ id, method, params, sessionId }));
  });
  // A page of its own, in which an expression can be worked out.
  const page = async () => {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
    const evaluate = async (expression) => {
      const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId);
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return result.value;
    };
    return { targetId, sessionId, evaluate };
  };
  return { send, page, kill: () => browser.kill() };
}
