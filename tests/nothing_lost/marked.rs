//! Exports that are no tables: texts whose values are marked, `«key|value»`. The key is the name by which a finding may name the value.

/// One export. Each row of a table stands in a list of its own; here a text is one whole export.
pub struct Marked {
    pub format: &'static str,
    pub text: &'static str,
    /// Keys whose values are secrets.
    pub secrets: &'static [&'static str],
}

/// A value and where it stands.
pub struct Slot {
    pub key: String,
    pub value: String,
    pub line: u32,
    pub column: u32,
}

/// The export with one of its values replaced, and its values with their places.
pub fn laid_out(text: &str, replaced: Option<(usize, &str)>) -> (String, Vec<Slot>) {
    let (mut out, mut slots) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('«') {
        let (slot, after) = after.split_once('»').expect("an end of the mark");
        let (key, value) = slot.split_once('|').expect("a key and a value");
        out.push_str(before);
        let line = out.matches('\n').count() as u32 + 1;
        let column = out.rsplit('\n').next().map_or(0, |line| line.chars().count()) as u32 + 1;
        let own = replaced.filter(|(at, _)| *at == slots.len()).map_or(value, |(_, word)| word);
        out.push_str(own);
        slots.push(Slot { key: key.to_owned(), value: value.to_owned(), line, column });
        rest = after;
    }
    out.push_str(rest);
    (out, slots)
}

pub const MARKED: &[Marked] = &[
    Marked {
        format: "directory/ldif",
        text: "dn: CN=Hanna,OU=Bau,DC=lra,DC=example\nobjectClass: user\nsn: «sn|Kröger»\ngivenName: «givenName|Hanna»\n\
               displayName: «displayName|Kröger, Hanna»\nsAMAccountName: «sAMAccountName|kroeger.h»\nmail: «mail|h@lra.example»\n\
               telephoneNumber: «telephoneNumber|+49 89 99998-101»\notherTelephone: «otherTelephone|+49 89 99998-151»\n\
               ipPhone: «ipPhone|101»\notherIpPhone: «otherIpPhone|152»\nfacsimileTelephoneNumber: «facsimileTelephoneNumber|+49 89 99998-399»\n\
               mobile: «mobile|0152 28817386»\nphysicalDeliveryOfficeName: «physicalDeliveryOfficeName|2.14»\nroomNumber: «roomNumber|2.14»\n\
               department: «department|Bauamt»\nou: «ou|Bauamt»\ndepartmentNumber: «departmentNumber|60»\ntitle: «title|Leiterin»\n\
               l: «l|Haus 1»\nemployeeNumber: «employeeNumber|4711»\nemployeeID: «employeeID|4711»\ndescription: «description|Kasse»\n\
               info: «info|links»\ncompany: «company|Landratsamt»\nmanager: «manager|CN=Chef»\nuserAccountControl: «userAccountControl|512»\n\
               userPassword: «userpassword|aB3xyz77»\n",
        secrets: &["userpassword"],
    },
    Marked {
        format: "directory/ldif",
        text: "dn: CN=Anna,OU=Bau,DC=lra,DC=example\nobjectClass: user\ncn: «cn|Huber Anna»\nuid: «uid|huber.a»\n\
               telephoneNumber: «telephoneNumber|089/99998302»\nuserAccountControl: 514\ndescription: «description|Kasse»\n",
        secrets: &[],
    },
    Marked {
        format: "hipath/amo",
        text: "ADD-SBCSU:STNO=«STNO|101»,OPT=«OPT|OPTI»,CONN=«CONN|DIR»,PEN=«PEN|1-1-67-0»,DVCFIG=«DVCFIG|OPTISET»,COS1=«COS1|7»,DPLN=«DPLN|0»;\n\
               ADD-SBCSU:STNO=«STNO|301»,OPT=«OPT|FPP»,CONN=SIP,DVCFIG=«DVCFIG|S0PP»,USERID=«USERID|u301»,PASSWD=«PASSWD|aB3xyz77»,ITR=«ITR|0»;\n\
               ADD-SBCSU:STNO=302,OPT=FPP,DVCFIG=S0PP,USERID=«USERID|u302»,PASSWD=«PASSWD|aB3xyz77»;\n\
               ADD-SCSU:STNO=«STNO|399»,PEN=«PEN|1-2-121-5»,DVCFIG=«DVCFIG|ANATE»,SPEC=«SPEC|FAX»;\n\
               ADD-PERSI:TYPE=«PERSI TYPE|STN»,STNO=«STNO|101»,NAME=«NAME|Kroeger*Hanna»,ORG=«ORG|BAUAMT»,LANG=«LANG|GER»;\n\
               ADD-PERSI:TYPE=STN,STNO=399,NAME=«NAME|Telefax-Einlauf»,ORG=«ORG|BAUAMT»;\n\
               ADD-AUN:GRNO=«GRNO|5»,STNO=«STNO|101»,NOTRNG=«AUN NOTRNG|0»;\n\
               ADD-SA:TYPE=«SA TYPE|VCE»,CD=«CD|500»,STNO=«STNO|101»,STYPE=«STYPE|CYC»,NAME=«NAME|BUERGER»;\n\
               ADD-ZIEL:TYPE=«ZIEL TYPE|FWD»,SRCNO=«SRCNO|101»,DTYPE=«ZIEL DTYPE|STN»,CFWTYPE=«CFWTYPE|CFNR»,DESTNOF=«DESTNOF|301»;\n\
               CHANGE-SDAT:STNO=«SDAT|101»,AATTR=«SDAT|DND»;\n",
        secrets: &["PASSWD"],
    },
    Marked {
        format: "cisco/cme",
        text: "hostname x\n!\nvoice register dn 1\n number «number|301»\n name «name|Huber Anna»\n label «label|Huber»\n \
               pickup-group «pickup-group|5»\n call-forward b2bua all «call-forward|600»\n!\n\
               voice register pool 1\n id mac «id|0000.5e00.5331»\n type «type|7841»\n number 1 dn 1\n username «username|huber.a» password \
               «password|aB3xyz77»\n description «description|Zimmer 3.01»\n codec «codec|g711ulaw»\n!\n\
               telephony-service\n max-ephones «max-ephones|10»\n voicemail «voicemail|700»\n dialplan-pattern 1 08999998... \
               extension-length 3\n!\nephone-dn 1 dual-line\n number «number|101» secondary «number|4711101»\n label «label|101 Kroeger»\n \
               name «name|Kroeger, Hanna»\n description «description|Kasse»\n call-forward busy «call-forward|600»\n call-forward noan \
               «call-forward|601» timeout «timeout|12»\n!\nephone-dn 2\n number «number|390»\n paging ip «paging|239.0.0.1» port 2000\n!\n\
               ephone 1\n mac-address «mac-address|0000.5E00.5321»\n username «username|kroeger.h» password «password|aB3xyz77»\n \
               type «type|7965»\n button «button|1:1»\n description «description|Raum 2.14»\n!\n\
               ephone-hunt 1 sequential\n pilot «pilot|500»\n list «list|101», 301\n final «final|0»\n timeout «timeout|10»\n!\n",
        secrets: &["password"],
    },
    Marked {
        format: "freeswitch/directory",
        text: "<document type=\"freeswitch/xml\">\n<section name=\"directory\">\n<domain name=\"«name|amt.example»\">\n<params>\n\
               <param name=\"dial-string\" value=\"«dial-string|x»\"/>\n</params>\n<groups>\n<group name=\"«group|bau»\">\n<users>\n\
               <user id=\"«id|101»\" mailbox=\"«mailbox|101»\" cidr=\"«cidr|10.0.0.0/8»\" number-alias=\"«number-alias|5101»\" cacheable=\"«cacheable|true»\">\n\
               <params>\n<param name=\"password\" value=\"«password|aB3xyz77»\"/>\n<param name=\"vm-password\" value=\"«vm-password|4711»\"/>\n\
               <param name=\"vm-mailto\" value=\"«vm-mailto|h@amt.example»\"/>\n<param name=\"vm-attach-file\" value=\"«vm-attach-file|true»\"/>\n\
               <param name=\"auth-acl\" value=\"«auth-acl|lan»\"/>\n\
               <param name=\"max-registrations-per-extension\" value=\"«max-registrations-per-extension|2»\"/>\n</params>\n<variables>\n\
               <variable name=\"effective_caller_id_name\" value=\"«effective_caller_id_name|Hanna Kröger»\"/>\n\
               <variable name=\"effective_caller_id_number\" value=\"«effective_caller_id_number|101»\"/>\n\
               <variable name=\"outbound_caller_id_name\" value=\"«outbound_caller_id_name|Amt»\"/>\n\
               <variable name=\"outbound_caller_id_number\" value=\"«outbound_caller_id_number|089»\"/>\n\
               <variable name=\"emergency_caller_id_name\" value=\"«emergency_caller_id_name|Amt»\"/>\n\
               <variable name=\"callgroup\" value=\"«callgroup|bau»\"/>\n<variable name=\"user_context\" value=\"«user_context|intern»\"/>\n\
               <variable name=\"directory_full_name\" value=\"«directory_full_name|Hanna K»\"/>\n\
               <variable name=\"limit_max\" value=\"«limit_max|5»\"/>\n<variable name=\"toll_allow\" value=\"«toll_allow|local»\"/>\n\
               <variable name=\"rtp_secure_media\" value=\"«rtp_secure_media|true»\"/>\n</variables>\n</user>\n\
               <user id=\"102\" number-alias=\"«number-alias|5102»\">\n<params>\n<param name=\"a1-hash\" value=\"«a1-hash|00112233445566778899aabbccddeeff»\"/>\n\
               <param name=\"vm-enabled\" value=\"«vm-enabled|false»\"/>\n<param name=\"vm-password\" value=\"«vm-password|4711»\"/>\n\
               <param name=\"allow-empty-password\" value=\"«allow-empty-password|false»\"/>\n\
               <param name=\"sip-forbid-register\" value=\"«sip-forbid-register|false»\"/>\n</params>\n</user>\n\
               <user id=\"«pointer|109»\" type=\"pointer\"/>\n</users>\n</group>\n</groups>\n</domain>\n</section>\n</document>\n",
        secrets: &["password", "vm-password", "a1-hash"],
    },
];
