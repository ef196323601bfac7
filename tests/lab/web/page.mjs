// The web phone's page in a real Chromium: link, PIN, registered, a call to an echo with sound both ways, hung up, signed out.
// node page.mjs MODULES PROFILE-FOLDER LINK PIN NUMBER; without the last two, LINK takes away what the page has stored
import { open } from './browser.mjs';

const [modules, folder, link, pin, number] = process.argv.slice(2);

// The certificates of the test are those of its own authority; the microphone is the browser's test tone.
const browser = await open(modules, folder, [
  '--ignore-certificate-errors', `--accept-lang=${number ? 'de' : 'en'}`,
  '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required',
], (message) => {
  if (message.method === 'Runtime.exceptionThrown') console.error(JSON.stringify(message.params.exceptionDetails));
  if (message.method === 'Log.entryAdded') console.error(message.params.entry.text);
});
const { send } = browser;
const { sessionId, evaluate: page } = await browser.page();
await send('Runtime.enable', {}, sessionId);
await send('Log.enable', {}, sessionId);
await send('Page.enable', {}, sessionId);
// Each connection of the page is kept, so that its packets can be counted.
await send('Page.addScriptToEvaluateOnNewDocument', {
  source: 'const Real = RTCPeerConnection; window.peers = []; window.RTCPeerConnection = class extends Real { constructor(...a) { super(...a); window.peers.push(this); } };',
}, sessionId);
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
