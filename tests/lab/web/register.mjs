// Registers once with JsSIP or SIP.js in Node and prints `registered` or `failed: …`.
// node register.mjs LIBRARY MODULES PROFILE.json [CA.pem]; the profile is the web phone's as `deskshift convert` writes it, or with
// `browser-phone` the options of that page, which are given to SIP.js as its Phone/phone.js does
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [library, modules, profileFile, caFile] = process.argv.slice(2);
const require = createRequire(join(modules, 'package.json'));
const WebSocket = require('ws');
const read = JSON.parse(readFileSync(profileFile, 'utf8'));
const profile = library === 'browser-phone' ? fromOptions(read) : read;
const { account } = profile;
const uri = `sip:${account.user}@${account.domain}`;
const ca = caFile ? readFileSync(caFile) : undefined;

// All values are texts, as the page keeps them.
function fromOptions(options) {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value !== 'string') throw new Error(`${name} is not a text`);
  }
  return {
    server: `wss://${options.wssServer}:${options.WebSocketPort}${options.ServerPath}`,
    registerExpires: Number(options.RegisterExpires),
    account: {
      user: options.SipUsername,
      domain: options.SipDomain,
      displayName: options.profileName,
      authorizationUsername: options.SipUsername,
      authorizationPassword: options.SipPassword,
    },
  };
}

// Both libraries look for the browser's WebSocket.
globalThis.WebSocket = class extends WebSocket {
  constructor(url, protocols) {
    super(url, protocols, { ca });
  }
};

let done = false;
function finish(text) {
  if (done) return;
  done = true;
  console.log(text);
  setTimeout(() => process.exit(0), 300);
}
setTimeout(() => finish('failed: no answer'), 12000);

if (library === 'jssip') {
  const JsSIP = require('jssip');
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(profile.server)],
    uri,
    authorization_user: account.authorizationUsername,
    password: account.authorizationPassword,
    display_name: account.displayName,
    register: true,
    register_expires: profile.registerExpires,
  });
  agent.on('registered', (event) => finish(`registered: ${event.response.status_code}`));
  agent.on('registrationFailed', (event) => finish(`failed: ${event.cause} ${event.response?.status_code ?? ''}`));
  agent.on('disconnected', (event) => finish(`failed: disconnected ${event.reason ?? ''}`));
  agent.start();
} else {
  const { UserAgent, Registerer, RegistererState } = require('sip.js');
  const agent = new UserAgent({
    uri: UserAgent.makeURI(uri),
    authorizationUsername: account.authorizationUsername,
    authorizationPassword: account.authorizationPassword,
    displayName: account.displayName,
    transportOptions: { server: profile.server },
    logBuiltinEnabled: false,
  });
  await agent.start().catch((error) => finish(`failed: ${error}`));
  const registerer = new Registerer(agent, { expires: profile.registerExpires });
  registerer.stateChange.addListener((state) => {
    if (state === RegistererState.Registered) finish('registered: 200');
  });
  await registerer.register({
    requestDelegate: { onReject: (response) => finish(`failed: ${response.message.statusCode}`) },
  });
}
