// The web phone's page in a real Chromium: link, PIN, registered, a call to an echo with sound both ways, hung up, signed out.
// node page.mjs MODULES PROFILE-FOLDER LINK PIN NUMBER; without the last two, LINK takes away what the page has stored
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [modules, folder, link, pin, number] = process.argv.slice(2);
const WebSocket = createRequire(join(modules, 'package.json'))('ws');

// The certificates of the test are those of its own authority; the microphone is the browser's test tone.
const browser = spawn('chromium', [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--ignore-certificate-errors', `--accept-lang=${number ? 'de' : 'en'}`,
  '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required',
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
  if (message.method === 'Runtime.exceptionThrown') console.error(JSON.stringify(message.params.exceptionDetails));
  if (message.method === 'Log.entryAdded') console.error(message.params.entry.text);
  waiting.get(message.id)?.(message);
});
const send = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
  const id = ++count;
  waiting.set(id, (message) => (message.error ? reject(new Error(JSON.stringify(message.error))) : resolve(message.result)));
  socket.send(JSON.stringify({ id, method, params, sessionId }));
});

const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
await send('Runtime.enable', {}, sessionId);
await send('Log.enable', {}, sessionId);
await send('Page.enable', {}, sessionId);
// Each connection of the page is kept, so that its packets can be counted.
await send('Page.addScriptToEvaluateOnNewDocument', {
  source: 'const Real = RTCPeerConnection; window.peers = []; window.RTCPeerConnection = class extends Real { constructor(...a) { super(...a); window.peers.push(this); } };',
}, sessionId);
const page = async (expression) => {
  const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId);
  if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
  return result.value;
};
async function until(what, expression) {
  const end = Date.now() + 20000;
  while (!(await page(expression))) {
    if (Date.now() > end) {
      console.log(`not within 20 s: ${what}; the page says: ${await page('document.body?.innerText')}`);
      browser.kill();
      process.exit(1);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log(what);
}
const shown = (id) => `document.getElementById('${id}')?.hidden === false`;

const forgotten = `document.getElementById('state')?.innerText.startsWith('Signed out') && sessionStorage.length + localStorage.length === 0`;
if (!pin) {
  await send('Page.navigate', { url: link.replace(/#.*/, '') }, sessionId);
  await until('the page without a link', `document.getElementById('state')?.innerText.startsWith('Open this page')`);
  await page(`localStorage.setItem('deskshift.phone', '{"account":{}}')`);
  await send('Page.navigate', { url: 'about:blank' }, sessionId);
  await send('Page.navigate', { url: link }, sessionId);
  await until('signed out by a tombstone', forgotten);
  browser.kill();
  console.log('done');
  process.exit(0);
}

await send('Page.navigate', { url: link }, sessionId);
await until('asks for the PIN', shown('pin-form'));
console.log((await page('location.href')).includes('#') ? 'the token is still in the address' : 'the token is out of the address');
await page(`document.getElementById('pin').value = '${pin}'; document.querySelector('#pin-form button').click()`);
console.log(`the browser speaks ${await page('navigator.language')}`);
await until('registered', `${shown('dial-form')} && document.getElementById('state').className === 'good'`);
console.log(`the page speaks ${await page('document.documentElement.lang')}: ${await page("document.getElementById('state').innerText")}`);
await page(`document.getElementById('number').value = '${number}'; document.getElementById('call').click()`);
await until('talking', `${shown('talking')} && document.getElementById('partner').innerText.startsWith('Talking')`);
await until('sound both ways', `(async () => {
  const all = [...(await window.peers.at(-1).getStats()).values()];
  const of = (type) => all.find((one) => one.type === type && one.kind === 'audio');
  return (of('inbound-rtp')?.packetsReceived ?? 0) > 50 && (of('outbound-rtp')?.packetsSent ?? 0) > 50 && (of('inbound-rtp')?.audioLevel ?? of('inbound-rtp')?.totalAudioEnergy ?? 0) > 0;
})()`);
const offered = await page(`(() => {
  const peer = window.peers.at(-1);
  const names = [...peer.localDescription.sdp.matchAll(/a=rtpmap:[0-9]+ ([^/]+)/g)].map((found) => found[1]);
  return JSON.stringify([[...new Set(names)], peer.getConfiguration().iceServers.map((server) => [server.urls].flat()[0])]);
})()`);
console.log(`offered ${offered}`);
await page(`document.getElementById('hang-up').click()`);
await until('hung up', `${shown('dial-form')} && document.getElementById('talking').hidden`);
await page(`document.getElementById('mailbox').click()`);
await until('talking to the mailbox', `${shown('talking')} && document.getElementById('partner').innerText.startsWith('Talking')`);
await page(`document.getElementById('hang-up').click()`);
await until('hung up again', `${shown('dial-form')} && document.getElementById('talking').hidden`);
await page('location.reload()');
await until('registered after a reload, without the link', `${shown('dial-form')} && document.getElementById('state').className === 'good'`);
await page(`document.getElementById('forget').click()`);
await until('signed out and forgotten', forgotten);
browser.kill();
console.log('done');
process.exit(0);
