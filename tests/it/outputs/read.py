# Reads every form that one run of `deskshift validate` wrote, each by a reader that shares nothing with its writer, and prints what each
# of them counts. Its input is the folder.
import html.parser
import json
import pathlib
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree

folder = pathlib.Path(sys.stdin.read().strip())
text = lambda name: (folder / name).read_text(encoding='utf-8')
found = {}


def human():
    m = re.match(r'\w+: (\d+) lines?: (\d+) ready, (\d+) failed, (\d+) undecided, (\d+) kept\n', text('human'))
    return dict(zip(['total', 'ready', 'failed', 'undecided', 'kept'], map(int, m.groups())))


def of_verdicts(verdicts):
    counts = dict(total=len(verdicts), ready=0, failed=0, undecided=0, kept=0)
    for verdict in verdicts:
        counts[verdict['outcome']] += 1
    return counts


def whole_json():
    document = json.loads(text('json'))
    counts = of_verdicts(document['verdicts'])
    assert counts == document['counts'], (counts, document['counts'])
    return counts


def json_lines():
    return of_verdicts([one for one in map(json.loads, text('jsonl').splitlines()) if 'note' not in one])


def junit():
    root = ElementTree.fromstring(text('junit'))
    assert root.tag == 'testsuites', root.tag
    total = dict(total=0, ready=0, failed=0, undecided=0, kept=0)
    for suite in root:
        assert suite.tag == 'testsuite' and suite.get('name'), suite.attrib
        order = ['properties', 'testcase', 'system-out', 'system-err']
        places = [order.index(child.tag) for child in suite]
        assert places == sorted(places), 'children of a suite stand in the order of the schema'
        cases = suite.findall('testcase')
        tags = dict(failure='failed', error='undecided', skipped='kept')
        for case in cases:
            assert case.get('name') and case.get('classname'), case.attrib
            assert case.get('time') is None or float(case.get('time')) >= 0
            ends = [child.tag for child in case if child.tag in tags]
            assert len(ends) <= 1, ends
            total[tags[ends[0]] if ends else 'ready'] += 1
            for child in case:
                assert child.tag in [*tags, 'system-out', 'system-err'], child.tag
                if child.tag in ['failure', 'error']:
                    assert child.get('type') and child.get('message'), child.attrib
        for name, tag in [('tests', None), ('failures', 'failure'), ('errors', 'error'), ('skipped', 'skipped')]:
            told = suite.get(name)
            if told is not None:
                assert int(told) == (len(cases) if tag is None else sum(case.find(tag) is not None for case in cases)), name
        assert suite.get('tests') and suite.get('failures') and suite.get('errors')
        total['total'] += len(cases)
    for name, key in [('tests', 'total'), ('failures', 'failed'), ('errors', 'undecided')]:
        assert int(root.get(name)) == total[key], name
    return total


# TAP 14: version, plan, test points with directives, YAML diagnostics two blanks deep.
def tap():
    lines = text('tap').splitlines()
    assert lines[0] == 'TAP version 14'
    first, last = map(int, re.fullmatch(r'(\d+)\.\.(\d+)', lines[1]).groups())
    counts = dict(total=0, ready=0, failed=0, undecided=0, kept=0)
    point, block = None, None
    for line in lines[2:]:
        if block is not None:
            if line == '  ...':
                values = {}
                for entry in block:
                    m = re.fullmatch(r'  (\w+): (.*)', entry)
                    if m and m.group(2).startswith('"'):
                        values[m.group(1)] = json.loads(m.group(2))
                    elif m:
                        values[m.group(1)] = m.group(2)
                    elif entry.startswith('    - '):
                        json.loads(entry[6:])
                    else:
                        assert entry == '  evidence:', entry
                assert values['outcome'] in ['failed', 'undecided'] and values['class'] and values['message'], values
                counts[values['outcome']] += 1
                block = None
            else:
                block.append(line)
            continue
        if line == '  ---':
            assert point == 'not ok'
            block = []
            continue
        if line.startswith('#'):
            continue
        m = re.fullmatch(r'(ok|not ok) (\d+)(?: - ((?:[^#\\]|\\.)*?))?(?: # (SKIP|TODO)(?: (.*))?)?', line)
        assert m, line
        counts['total'] += 1
        assert int(m.group(2)) == counts['total'], 'points are numbered in their order'
        point = m.group(1)
        if m.group(4) == 'SKIP':
            counts['kept'] += 1
        elif point == 'ok':
            counts['ready'] += 1
    assert (first, last) == (1, counts['total'])
    return counts


def open_metrics():
    body = text('openmetrics')
    assert body.endswith('\n# EOF\n')
    samples = {}
    for line in body.splitlines():
        if not line.startswith('#'):
            m = re.fullmatch(r'([a-z_]+)(?:\{((?:[a-z_]+="(?:[^"\\]|\\.)*",?)*)\})? (-?\d+(?:\.\d+)?)', line)
            assert m, line
            samples[m.group(1), m.group(2) or ''] = float(m.group(3))
    of = lambda outcome: int(samples['deskshift_validate_lines', f'outcome="{outcome}"'])
    counts = {outcome: of(outcome) for outcome in ['ready', 'failed', 'undecided', 'kept']}
    classes = sum(value for (name, _), value in samples.items() if name == 'deskshift_validate_lines_by_class')
    counts['total'] = int(samples['deskshift_validate_lines_selected', ''])
    assert classes == counts['total']
    return counts


# The monitoring-plugins guidelines: STATUS text | 'label'=value[UOM];warn;crit;min;max
def nagios():
    line = text('nagios')
    assert line.count('\n') == 1 and line.count('|') == 1
    head, data = line.strip().split(' | ')
    assert re.match(r'DESKSHIFT (OK|WARNING|CRITICAL|UNKNOWN) - ', head), head
    values = {}
    for word in data.split():
        m = re.fullmatch(r"([^=']+)=(-?[\d.]+)(s|%|c|[KMGT]?B)?((?:;[-\d.:@~]*){0,4})", word)
        assert m, word
        values[m.group(1)] = float(m.group(2))
    return dict(total=int(values['lines']), **{key: int(values[key]) for key in ['ready', 'failed', 'undecided', 'kept']})


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.articles, self.open, self.rows, self.ladders, self.stack, self.tiles, self.in_tile = 0, 0, {}, 0, [], [], False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        kind = attributes.get('class') or ''
        self.articles += tag == 'article'
        self.open += kind == 'mark open'
        self.ladders += kind == 'ladder'
        if tag == 'tr' and kind:
            self.rows[kind] = self.rows.get(kind, 0) + 1
        if 'tile' in kind.split():
            self.in_tile = True
        assert not any(str(value).startswith(('http:', 'https:', '//')) for value in attributes.values()), attributes
        if tag not in ['meta', 'br', 'line', 'polygon', 'link', 'img']:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        if tag not in ['line', 'polygon']:
            assert self.stack and self.stack.pop() == tag, tag

    def handle_data(self, data):
        if self.in_tile and data.strip().isdigit():
            self.tiles.append(int(data))
            self.in_tile = False


def page():
    reader = Page()
    reader.feed(text('html'))
    assert not reader.stack, reader.stack
    counts = dict(ready=reader.rows.get('ready', 0), kept=reader.rows.get('kept', 0), undecided=reader.open)
    counts['failed'] = reader.articles - reader.open
    counts['total'] = sum(counts.values())
    assert reader.tiles[:5] == [counts[key] for key in ['total', 'ready', 'failed', 'undecided', 'kept']], reader.tiles
    found['ladders'] = reader.ladders
    return counts


def checksum(data):
    data += b'\0' * (len(data) % 2)
    total = sum(struct.unpack(f'>{len(data) // 2}H', data))
    while total > 0xffff:
        total = (total & 0xffff) + (total >> 16)
    return total


# pcapng: section header, one interface of raw IP, enhanced packets with a comment each.
def capture():
    data = (folder / 'pcap').read_bytes()
    lines, at, packets, last = {}, 0, 0, 0
    while at < len(data):
        kind, length = struct.unpack_from('<II', data, at)
        body = data[at + 8:at + length - 4]
        assert length % 4 == 0 and struct.unpack_from('<I', data, at + length - 4)[0] == length
        at += length
        if kind == 0x0a0d0d0a:
            assert struct.unpack_from('<IHH', body)[:2] == (0x1a2b3c4d, 1) and b'made up' in body
        elif kind == 1:
            assert struct.unpack_from('<H', body)[0] == 101
        else:
            assert kind == 6
            _, high, low, size, original = struct.unpack_from('<5I', body)
            moment = high << 32 | low
            assert moment >= last and size == original
            last = moment
            packet = body[20:20 + size]
            code, comment = struct.unpack_from('<HH', body, 20 + (size + 3) // 4 * 4)
            assert code == 1
            start = 20 + (size + 3) // 4 * 4 + 4
            extension = body[start:start + comment].decode().split(':')[0]
            assert packet[0] == 0x45 and checksum(packet[:20]) == 0xffff, 'IPv4 header'
            udp = packet[20:]
            assert struct.unpack_from('>H', packet, 2)[0] == len(packet) and struct.unpack_from('>H', udp, 4)[0] == len(udp)
            assert checksum(packet[12:20] + b'\0\x11' + udp[4:6] + udp) == 0xffff, 'UDP checksum'
            message = udp[8:]
            assert re.match(rb'(REGISTER sip:\S+ SIP/2\.0|SIP/2\.0 \d{3} )', message), message[:60]
            for secret in re.findall(rb'(?:response|nonce|cnonce|opaque|rspauth)="([^"]*)"', message):
                assert secret == b'***', message
            lines[extension] = lines.get(extension, 0) + 1
            packets += 1
    found['captured'] = sorted(lines)
    found['packets'] = packets


for name, read in [('human', human), ('json', whole_json), ('jsonl', json_lines), ('junit', junit), ('tap', tap),
                   ('openmetrics', open_metrics), ('nagios', nagios), ('html', page)]:
    found[name] = read()
capture()
print(json.dumps(found))
