#!/usr/bin/env python3
"""Writes site folders for benches/vs_peers.sh: generate.py CASE FOLDER [COUNT]. The same arguments give the same bytes."""

import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

SITE = """version: 1
name: Bench
lang: en
numbers: {{country: "49", area: "89", head: "99998", outside_prefix: "0", extension_lengths: [5, 6, 7]}}
sources:
{sources}
pbx:
  kind: {kind}
  domain: pbx.bench.example
  registrars: {{{transport}: "127.0.0.1:{port}"}}{more}
clients:
  - {{client: baresip, transport: {transport}}}
roster: {{horizon: {{from: 2027-03-01, holidays: {{land: BY}}}}}}
"""
FIRST = ["Änne", "Björn", "Cem", "Doris", "Emil", "Fatma", "Georg", "Heike", "Ivo", "Jasmin"]
LAST = ["Müller", "Weiß", "Groß", "Öztürk", "Maier", "Huber", "Schmid", "Bauer", "Vogt", "Lang", "Kraus"]


def person(n):
    """Number, last name, first name, extension, room, department, mail, login."""
    last = f"{LAST[n % len(LAST)]}{n // 1000 or ''}"
    number = 10_000 + n if n < 90_000 else 100_000 + n
    return (f"{n:06d}", last, FIRST[n % len(FIRST)], str(number), f"{n % 9}.{n % 97:02d}", f"Amt {n % 40}",
            f"u{n:06d}@bench.example", f"u{n:06d}")


def pjsip(folder, count):
    """Templates and three sections for each extension; files of at most 100,000 extensions."""
    pbx = folder / "pbx"
    pbx.mkdir(parents=True, exist_ok=True)
    head = ("[home](!)\ntype=endpoint\ncontext=intern\ndisallow=all\nallow=g722,alaw\ndirect_media=no\nrtp_symmetric=yes\n"
            "force_rport=yes\nrewrite_contact=yes\nlanguage=de\ndevice_state_busy_at=1\n[login](!)\ntype=auth\nauth_type=userpass\n"
            "[place](!)\ntype=aor\nmax_contacts=2\nqualify_frequency=60\n")
    parts = []
    for start in range(0, count, 100_000):
        lines = []
        for n in range(start, min(start + 100_000, count)):
            number = 20_000 + n if count <= 80_000 else 1_000_000 + n
            lines.append(f"[{number}](home)\nauth={number}\naors={number}\ncallerid=\"Muster, Person\" <{number}>\n"
                         f"mailboxes={number}@default\n[{number}](login)\nusername={number}\npassword=c0ffee\\;{number}x\n"
                         f"[{number}](place)\n")
        parts.append("".join(lines))
    if len(parts) == 1:
        (pbx / "pjsip.conf").write_text(head + parts[0])
    else:
        for at, part in enumerate(parts):
            (pbx / f"part{at}.conf").write_text(part)
        (pbx / "pjsip.conf").write_text(head + "".join(f"#include part{at}.conf\n" for at in range(len(parts))))
    return "  asterisk: pbx"


def subscribers(folder, count):
    """Extensions as the registrar of peers/registrar.py has them: `subscribers.csv` with number and password."""
    pbx = folder / "pbx"
    pbx.mkdir(parents=True, exist_ok=True)
    rows = [(str(1_000_000 + n), f"c0ffee{n * 7919 % 1_000_003:06d}Zk") for n in range(count)]
    (folder / "subscribers.csv").write_text("".join(f"{number},{password}\n" for number, password in rows))
    head = ("[home](!)\ntype=endpoint\ncontext=intern\ndisallow=all\nallow=g722,alaw\n[login](!)\ntype=auth\nauth_type=userpass\n"
            "[place](!)\ntype=aor\nmax_contacts=2\n")
    (pbx / "pjsip.conf").write_text(head + "".join(
        f"[{number}](home)\nauth={number}\naors={number}\ncallerid=\"Muster, Person\" <{number}>\n"
        f"[{number}](login)\nusername={number}\npassword={password}\n[{number}](place)\n" for number, password in rows))
    return "  asterisk: pbx"


def staff_csv(folder, count):
    rows = ["Personalnr;Name;Vorname;Durchwahl;Zimmer;Amt;E-Mail;Login\n"]
    rows += [";".join(person(n)) + "\n" for n in range(count)]
    (folder / "staff.csv").write_text("".join(rows))


def directory_csv(folder, count):
    rows = ['"SamAccountName","Surname","GivenName","OfficePhone","Office","Department","EmailAddress","EmployeeNumber","Enabled"\n']
    for n in range(count):
        number, last, first, extension, room, department, mail, login = person(n)
        rows.append(f'"{login}","{last}","{first}","+49 89 99998-{extension}","{room}","{department}","{mail}","{number}","True"\n')
    (folder / "directory.csv").write_text("".join(rows))


def ldif(folder, count):
    rows = ["version: 1\n\n"]
    for n in range(count):
        number, last, first, extension, room, department, mail, login = person(n)
        plain = last.translate(str.maketrans({"ü": "ue", "ß": "ss", "Ö": "Oe", "ö": "oe"}))
        given = first.translate(str.maketrans({"Ä": "Ae", "ö": "oe"}))
        rows.append(f"dn: CN={plain} {given} {n},OU=Staff,DC=bench,DC=example\nobjectClass: top\nobjectClass: person\nobjectClass: user\n"
                    f"sn: {plain}\ngivenName: {given}\nsAMAccountName: {login}\nmail: {mail}\n"
                    f"telephoneNumber: +49 89 99998-{extension}\nphysicalDeliveryOfficeName: {room}\ndepartment: {department}\n"
                    f"employeeNumber: {number}\nuserAccountControl: 512\n\n")
    (folder / "directory.ldif").write_text("".join(rows))


def staff_xlsx(folder, count):
    """As spreadsheet programs write it: texts in one shared table."""
    texts, index = [], {}

    def text(value):
        if value not in index:
            index[value] = len(texts)
            texts.append(value)
        return index[value]

    table = [("Personalnr", "Name", "Vorname", "Durchwahl", "Zimmer", "Amt", "E-Mail", "Login")]
    table += [person(n) for n in range(count)]
    rows = []
    for at, row in enumerate(table, 1):
        cells = "".join(f'<c r="{"ABCDEFGH"[column]}{at}" t="s"><v>{text(cell)}</v></c>' for column, cell in enumerate(row))
        rows.append(f'<row r="{at}">{cells}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName='
        f'"/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}'
        f'worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{kind}sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Staff" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" '
        f'Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{"".join(rows)}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}" count="{len(table) * 8}" uniqueCount="{len(texts)}">'
        + "".join(f"<si><t>{escape(value)}</t></si>" for value in texts) + "</sst>",
    }
    with zipfile.ZipFile(folder / "staff.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content)


def exports(*files):
    return "  exports:\n" + "".join(f"    - file: {file}\n" for file in files)


def main():
    case, folder = sys.argv[1], Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else None
    folder.mkdir(parents=True, exist_ok=True)
    kind, port, transport, more = "asterisk", 5060, "udp", ""
    if case == "subscribers":
        sources, kind, port = subscribers(folder, count or 10_000), "kamailio", 5681
    elif case == "subscribers-tls":
        # The registrar makes its own authority when it starts.
        sources, kind, port = subscribers(folder, count or 10_000), "kamailio", 5682
        transport, more = "tls", "\n  ca: registrar-ca.pem"
    elif case == "subscribers-asterisk":
        sources, port = subscribers(folder, count or 10_000), 5683
    elif case == "pjsip":
        sources = pjsip(folder, count or 20_000)
    elif case == "csv":
        staff_csv(folder, count or 100_000)
        directory_csv(folder, count or 100_000)
        sources = exports("directory.csv", "staff.csv")
    elif case == "ldif":
        ldif(folder, count or 100_000)
        sources = exports("directory.ldif")
    elif case == "csv-ldif":
        staff_csv(folder, count or 100_000)
        ldif(folder, count or 100_000)
        sources = exports("directory.ldif", "staff.csv")
    elif case == "xlsx":
        staff_xlsx(folder, count or 50_000)
        sources = exports("staff.xlsx")
    else:
        sys.exit(f"generate.py: no case {case}")
    # The registrar is a laboratory's and bans nobody: with the usual budget three lines at most would be asked at once.
    rules = "\nvalidate: {ban_budget: 1000}\n" if case.startswith("subscribers") else ""
    (folder / "deskshift.yaml").write_text(rules.lstrip("\n") + SITE.format(sources=sources.rstrip("\n"), kind=kind, port=port, transport=transport, more=more))


if __name__ == "__main__":
    main()
