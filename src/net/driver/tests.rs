use super::*;
use crate::sip::framing::FrameError;

/// Every error of a flow has a class that says what to do.
#[test]
fn errors_of_flows_have_their_classes() {
    let tls = |fault| FlowError::Tls(fault);
    let certificate = |fault| tls(TlsFault::Certificate(vec![fault]));
    let table = [
        (FlowError::NameNotFound { host: "pbx.example".to_owned() }, Class::NameNotFound),
        (FlowError::LookupFailed { host: "pbx.example".to_owned() }, Class::NameNotFound),
        (FlowError::Refused, Class::PortClosed),
        (FlowError::Unreachable, Class::Unreachable),
        (FlowError::Prohibited, Class::Unreachable),
        (FlowError::TooLarge, Class::Unreachable),
        (FlowError::Local(std::io::ErrorKind::OutOfMemory), Class::Unreachable),
        (FlowError::ConnectTimeout, Class::Silent),
        (FlowError::ClosedAtOnce, Class::ConnectionLost),
        (FlowError::Closed, Class::ConnectionLost),
        (FlowError::Stalled, Class::Stalled),
        (FlowError::SpeaksTls, Class::TlsPort),
        (FlowError::Framing(FrameError::NotSip), Class::NotSip),
        (FlowError::WebSocket(crate::net::WebSocketFault::Refused(404)), Class::WebSocketRefused),
        (tls(TlsFault::NotTls), Class::TlsPlainPort),
        (tls(TlsFault::ClosedInHandshake), Class::TlsPlainPort),
        (tls(TlsFault::TooOld), Class::TlsTooOld),
        (tls(TlsFault::ClientCertificateWanted), Class::TlsClientCertificate),
        (tls(TlsFault::Authorities), Class::TlsUntrusted),
        (tls(TlsFault::Other("x".to_owned())), Class::TlsFailed),
        (certificate(CertificateFault::Expired { not_after: 1, now: 2 }), Class::TlsExpired),
        (certificate(CertificateFault::NotYetValid { not_before: 2, now: 1 }), Class::TlsNotYetValid),
        (certificate(CertificateFault::WrongName { expected: "a".to_owned(), presented: Vec::new() }), Class::TlsWrongName),
        (certificate(CertificateFault::SelfSigned), Class::TlsUntrusted),
        (certificate(CertificateFault::UnknownIssuer), Class::TlsUntrusted),
        (certificate(CertificateFault::Unusable("x".to_owned())), Class::TlsFailed),
    ];
    for (error, class) in table {
        let fault = fault(&error);
        assert_eq!(fault.class, class, "{error:?}");
        assert!(!fault.what.en.is_empty() && !fault.what.de.is_empty());
    }
}
