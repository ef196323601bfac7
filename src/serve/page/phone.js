// The web phone: takes its profile by a one-time link, registers, calls and is called. The library is SIP.js 0.21, served beside it.
import { Registerer, RegistererState, SessionState, UserAgent, Inviter } from '/phone/sip.js/index.js';

const both = {
  de: {
      title: 'Telefon', noLink: 'Diese Seite öffnen Sie mit dem Link aus Ihrem Brief.', fetching: 'Einstellungen werden geholt …',
      pin: 'PIN (sechs Ziffern)', go: 'Weiter', refused: 'Der Link gilt nicht, oder die PIN ist falsch. Bitte die Hotline anrufen.',
      busy: 'Zu viele Versuche. Bitte eine Minute warten.', unreachable: 'Der Server ist nicht erreichbar.',
      connecting: 'Verbindung zur Telefonanlage …', ready: 'Angemeldet. Sie sind erreichbar unter', lost: 'Keine Verbindung zur Telefonanlage. Neuer Versuch …',
      rejected: 'Die Telefonanlage lehnt die Anmeldung ab', number: 'Nummer', call: 'Anrufen', calls: 'ruft an', answer: 'Annehmen',
      decline: 'Ablehnen', hangUp: 'Auflegen', mute: 'Stumm', talking: 'Im Gespräch mit', calling: 'Es klingelt bei', over: 'Gespräch beendet',
      mailbox: 'Anrufbeantworter', noMicrophone: 'Das Mikrofon ist nicht freigegeben.', badNumber: 'Diese Nummer kann nicht gewählt werden.',
      keep: 'Auf diesem Gerät angemeldet bleiben (nur auf dem eigenen Gerät)', forget: 'Abmelden und alles löschen', forgotten: 'Abgemeldet. Auf diesem Gerät ist nichts mehr gespeichert.', outgoing: 'Bereit zum Anrufen. Anrufe an Sie klingeln anderswo.',
    },
  en: {
      title: 'Phone', noLink: 'Open this page with the link from your letter.', fetching: 'Fetching the settings …',
      pin: 'PIN (six digits)', go: 'Continue', refused: 'The link is not valid, or the PIN is wrong. Please call the help desk.',
      busy: 'Too many tries. Please wait a minute.', unreachable: 'The server cannot be reached.',
      connecting: 'Connecting to the telephone system …', ready: 'Registered. You can be reached at', lost: 'No connection to the telephone system. Trying again …',
      rejected: 'The telephone system rejects the registration', number: 'Number', call: 'Call', calls: 'is calling', answer: 'Answer',
      decline: 'Decline', hangUp: 'Hang up', mute: 'Mute', talking: 'Talking to', calling: 'Ringing', over: 'Call ended',
      mailbox: 'Voicemail', noMicrophone: 'The microphone is not allowed.', badNumber: 'This number cannot be dialled.',
      keep: 'Stay signed in on this device (only on your own)', forget: 'Sign out and delete everything', forgotten: 'Signed out. Nothing is stored on this device any more.', outgoing: 'Ready to call. Calls to you ring elsewhere.',
    },
};
// The browser's language, until the profile says another.
let language = navigator.language.toLowerCase().startsWith('en') ? 'en' : 'de';
let words = both[language];

const at = (id) => document.getElementById(id);
const KEY = 'deskshift.phone';
let agent, registerer, session, profile;

function label() {
  document.documentElement.lang = language;
  document.title = words.title;
  at('who').textContent = words.title;
  const texts = [['pin-form', words.pin, words.go], ['dial-form', words.number, words.call]];
  for (const [form, text, button] of texts) {
    at(form).querySelector('label').textContent = text;
    at(form).querySelector('button').textContent = button;
  }
  for (const [id, text] of [['answer', words.answer], ['decline', words.decline], ['mute', words.mute], ['hang-up', words.hangUp], ['forget', words.forget], ['mailbox', words.mailbox]]) {
    at(id).textContent = text;
  }
  document.querySelector('label[for="keep"]').textContent = words.keep;
}

function keypad() {
  for (const key of '123456789*0#') {
    const button = document.createElement('button');
    button.textContent = key;
    button.addEventListener('click', () => dtmf(key));
    at('keys').append(button);
  }
}

function say(text, kind = '') {
  at('state').textContent = text;
  at('state').className = kind;
}

const show = (id, on) => { at(id).hidden = !on; };

// The token stands behind the `#`: it goes nowhere but into our own request, and is taken out of the history.
async function begin() {
  label();
  keypad();
  const token = location.hash.slice(1);
  if (token) {
    history.replaceState(null, '', location.pathname);
    sessionStorage.removeItem(KEY);
    return fetchProfile(token);
  }
  const stored = sessionStorage.getItem(KEY) ?? localStorage.getItem(KEY);
  if (stored) return start(JSON.parse(stored));
  say(words.noLink);
}

async function fetchProfile(token, pin) {
  say(words.fetching);
  let answer;
  try {
    answer = await fetch(`/p/${pin ? `${token}/${pin}` : token}`, { cache: 'no-store', credentials: 'omit' });
  } catch {
    return say(words.unreachable, 'bad');
  }
  if (answer.ok) {
    show('pin-form', false);
    const fetched = await answer.json();
    // A tombstone: the line is taken away again.
    if (!fetched.account) return forget();
    sessionStorage.setItem(KEY, JSON.stringify(fetched));
    return start(fetched);
  }
  say(answer.status === 429 ? words.busy : pin ? words.refused : '', answer.status === 429 || pin ? 'bad' : '');
  // The server does not say whether a PIN is missing, so it is asked for in every case.
  at('pin-form').onsubmit = (event) => {
    event.preventDefault();
    fetchProfile(token, at('pin').value);
  };
  show('pin-form', true);
  at('pin').focus();
}

async function start(given) {
  profile = given;
  const { account } = profile;
  if (both[profile.language]) {
    language = profile.language;
    words = both[language];
    label();
  }
  at('who').textContent = `${account.displayName} (${account.user})`;
  show('keep-line', true);
  show('forget-line', true);
  show('mailbox', Boolean(profile.voicemailNumber));
  at('keep').checked = localStorage.getItem(KEY) !== null;
  say(words.connecting);
  agent = new UserAgent({
    uri: UserAgent.makeURI(`sip:${account.user}@${account.domain}`),
    authorizationUsername: account.authorizationUsername,
    authorizationPassword: account.authorizationPassword,
    displayName: account.displayName,
    transportOptions: { server: profile.server },
    sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: iceServers() } },
    logBuiltinEnabled: false,
    delegate: { onInvite: ring, onDisconnect: (error) => error && again() },
  });
  registerer = new Registerer(agent, { expires: profile.registerExpires });
  registerer.stateChange.addListener((state) => {
    if (state === RegistererState.Registered) ready();
  });
  await connect();
}

// STUN and TURN of the profile; the relay takes the login of the account.
function iceServers() {
  const { account, stunServer, turnServer } = profile;
  const servers = stunServer ? [{ urls: stunServer }] : [];
  if (turnServer) servers.push({ urls: turnServer, username: account.authorizationUsername, credential: account.authorizationPassword });
  return servers;
}

// Offers and answers with the codecs of the profile alone, the best first, and the tones of keys. One the browser lacks is left out.
function prefer(description) {
  const wanted = (profile.codecs ?? '').split(',').filter(Boolean).map((name) => name.toLowerCase());
  const known = RTCRtpReceiver.getCapabilities?.('audio')?.codecs ?? [];
  const name = (codec) => codec.mimeType.split('/')[1].toLowerCase();
  const kept = wanted.flatMap((one) => known.filter((codec) => name(codec) === one));
  if (!kept.length) return Promise.resolve(description);
  const lines = description.sdp.split('\r\n');
  const types = new Map();
  for (const line of lines) {
    const found = /^a=rtpmap:(\d+) ([^/]+)/.exec(line);
    if (found) types.set(found[1], found[2].toLowerCase());
  }
  const rank = (type) => [...wanted, 'telephone-event'].indexOf(types.get(type) ?? '');
  const media = lines.map((line) => /^(m=audio \d+ \S+) (.*)$/.exec(line)).find(Boolean);
  const order = (media?.[2] ?? '').split(' ').filter((type) => rank(type) >= 0).sort((a, b) => rank(a) - rank(b));
  if (!order.some((type) => types.get(type) !== 'telephone-event')) return Promise.resolve(description);
  const dropped = (line) => /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line)?.[1];
  const sdp = lines
    .filter((line) => !dropped(line) || order.includes(dropped(line)))
    .map((line) => (line === media[0] ? `${media[1]} ${order.join(' ')}` : line))
    .join('\r\n');
  return Promise.resolve({ type: description.type, sdp });
}

async function connect() {
  try {
    await agent.start();
    await register();
  } catch {
    again();
  }
}

// A profile may ask for calls out only.
const registers = () => profile.register !== false;

function ready() {
  say(registers() ? `${words.ready} ${profile.account.user}.` : words.outgoing, 'good');
  show('dial-form', !session);
}

const register = () => !registers() ? ready() : registerer.register({
  requestDelegate: { onReject: (response) => say(`${words.rejected} (${response.message.statusCode}).`, 'bad') },
});

function again() {
  say(words.lost, 'bad');
  setTimeout(async () => {
    try {
      await agent.reconnect();
      await register();
    } catch {
      again();
    }
  }, 5000);
}

const media = { sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } }, sessionDescriptionHandlerModifiers: [prefer] };

function ring(invitation) {
  if (session) return invitation.reject({ statusCode: 486 });
  follow(invitation);
  const name = invitation.remoteIdentity.displayName || invitation.remoteIdentity.uri.user;
  at('caller').textContent = `${name} ${words.calls}`;
  show('dial-form', false);
  show('ringing', true);
  at('answer').onclick = () => { show('ringing', false); invitation.accept(media).catch(() => say(words.noMicrophone, 'bad')); };
  at('decline').onclick = () => invitation.reject();
  at('answer').focus();
}

function dial(event) {
  event.preventDefault();
  const number = at('number').value.replace(/[\s/()-]/g, '');
  const target = /^\+?[0-9*#]{1,32}$/.test(number) && UserAgent.makeURI(`sip:${encodeURIComponent(number)}@${profile.account.domain}`);
  if (!target) return say(words.badNumber, 'bad');
  const inviter = new Inviter(agent, target, media);
  follow(inviter);
  show('dial-form', false);
  partner(`${words.calling} ${number} …`);
  inviter.invite().catch(() => { ended(); say(words.noMicrophone, 'bad'); });
}

function partner(text) {
  at('partner').textContent = text;
  show('talking', true);
}

function follow(one) {
  session = one;
  one.stateChange.addListener((state) => {
    if (state === SessionState.Established) {
      show('ringing', false);
      const identity = one.remoteIdentity;
      partner(`${words.talking} ${identity.displayName || identity.uri.user}`);
      const peer = one.sessionDescriptionHandler.peerConnection;
      const stream = new MediaStream(peer.getReceivers().map((receiver) => receiver.track).filter(Boolean));
      at('sound').srcObject = stream;
    } else if (state === SessionState.Terminated) {
      ended();
    }
  });
}

function ended() {
  session = undefined;
  at('sound').srcObject = null;
  at('mute').setAttribute('aria-pressed', 'false');
  show('ringing', false);
  show('talking', false);
  show('dial-form', true);
  say(`${words.over}. ${registers() ? `${words.ready} ${profile.account.user}.` : words.outgoing}`, 'good');
}

function hangUp() {
  if (!session) return;
  if (session.state === SessionState.Established) session.bye();
  else if (session instanceof Inviter) session.cancel();
  else session.reject();
}

function mute() {
  const on = at('mute').getAttribute('aria-pressed') !== 'true';
  at('mute').setAttribute('aria-pressed', String(on));
  for (const sender of session?.sessionDescriptionHandler?.peerConnection.getSenders() ?? []) {
    if (sender.track) sender.track.enabled = !on;
  }
}

const dtmf = (key) => session?.sessionDescriptionHandler?.sendDtmf(key);

async function forget() {
  sessionStorage.removeItem(KEY);
  localStorage.removeItem(KEY);
  for (const id of ['dial-form', 'ringing', 'talking', 'keep-line', 'forget-line']) show(id, false);
  try {
    if (session) hangUp();
    if (registers()) await registerer?.unregister();
    await agent?.stop();
  } finally {
    say(words.forgotten);
  }
}

at('dial-form').addEventListener('submit', dial);
at('mailbox').addEventListener('click', () => {
  at('number').value = profile.voicemailNumber;
  at('dial-form').requestSubmit();
});
at('hang-up').addEventListener('click', hangUp);
at('mute').addEventListener('click', mute);
at('forget').addEventListener('click', forget);
at('keep').addEventListener('change', (event) => {
  if (event.target.checked) localStorage.setItem(KEY, JSON.stringify(profile));
  else localStorage.removeItem(KEY);
});
begin();
