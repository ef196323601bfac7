//! What a roster document proves about its cost: counted and recomputed, against what it states.

use super::certify::{self, Proof};
use super::cost::{self, Parts};
use super::facts::Facts;
use super::places::Places;
use super::rules;
use crate::diag::{Finding, Words};
use crate::roster::codes;
use crate::roster::given::Given;
use crate::roster::model::Roster;

/// Cost and bound as counting gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    pub cost: Parts,
    /// None where the certificate proves nothing at all; a finding says why.
    pub proof: Option<Proof>,
    /// Where the roster states something else; none if it holds.
    pub findings: Vec<Finding>,
}

/// Cost, bound, and whether there is a roster behind them: a gap says how far from the best the roster is only where it holds every rule.
#[must_use]
pub fn prove(given: &Given<'_>, roster: &Roster) -> Proven {
    let (facts, places) = (Facts::of_roster(*given, roster), Places::of(roster));
    let mut proven = prove_facts(&facts, &places, roster);
    let mut broken = Vec::new();
    rules::check(&facts, &places, &mut broken);
    if !broken.is_empty() {
        let n = broken.len();
        let what = Words::new(
            format!(
                "the roster breaks rules ({n} times), so its cost may not be compared with the bound of rosters that hold them"
            ),
            format!(
                "der Dienstplan verletzt Regeln ({n}-mal), darum sind seine Kosten nicht mit der Schranke von Plänen vergleichbar, die sie halten"
            ),
        );
        let todo = Words::new("`deskshift rotate check` names them", "`deskshift rotate check` nennt sie");
        proven.findings.push(codes::GAP_WITHOUT_ROSTER.finding(None, what).todo(todo));
    }
    proven
}

/// Cost and bound alone.
pub(super) fn prove_facts(facts: &Facts, places: &Places, roster: &Roster) -> Proven {
    let mut findings = Vec::new();
    let parts = cost::parts(facts, places);
    let cost = parts.total();
    if cost != roster.cost {
        findings.push(codes::COST_DIFFERS.finding(
            None,
            Words::new(
                format!("the roster states a cost of {}, counted are {cost}", roster.cost),
                format!("der Dienstplan nennt Kosten von {}, gezählt sind {cost}", roster.cost),
            ),
        ));
    }
    let proof = match certify::proof(facts, &roster.certificate) {
        Ok(proof) => {
            let bound = proof.bound();
            if bound != roster.bound {
                findings.push(codes::BOUND_NOT_PROVEN.finding(
                    None,
                    Words::new(
                        format!("the roster states a bound of {}, its prices prove {bound}", roster.bound),
                        format!("der Dienstplan nennt eine Schranke von {}, seine Preise belegen {bound}", roster.bound),
                    ),
                ));
            }
            Some(proof)
        }
        Err(what) => {
            findings.push(codes::BOUND_NOT_PROVEN.finding(None, what));
            None
        }
    };
    Proven { cost: parts, proof, findings }
}
