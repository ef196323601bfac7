use deskshift::roster::*;
use deskshift::*;
use std::collections::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let reading = store::yaml::read_site("deskshift.yaml", &std::fs::read("examples/traunstein/deskshift.yaml").unwrap());
    let mut site = reading.site.unwrap();
    let list = inventory::staff::read(
        &inventory::staff::ListFile {
            file: "personal.csv",
            bytes: &std::fs::read("examples/traunstein/staff/personal.csv").unwrap(),
            encoding: Some("windows-1252"),
            sheet: None,
        },
        &site.numbers,
    );
    let mut inv = inventory::model::Inventory::default();
    let mut seen = BTreeSet::new();
    for e in list.people {
        if seen.insert(e.person.id.clone()) {
            inv.persons.push(e.person);
        }
    }
    inv.persons.sort_by(|a, b| a.id.cmp(&b.id));
    println!("{} people", inv.persons.len());
    site.roster.reachable.clear();
    let mut plan = plan::model::Plan {
        site: String::new(),
        lines: vec![],
        kept: vec![],
        pbx_changes: vec![],
        one_ring: vec![],
        findings: vec![],
    };
    for p in &inv.persons {
        if let Some(x) = &p.extension {
            plan.lines.push(plan::model::Line {
                id: x.value.as_str().parse().unwrap(),
                extension: x.value.clone(),
                person: Some(p.id.clone()),
                display_name: String::new(),
                department: None,
                client: domain::ClientId("x".into()),
                aor_user: String::new(),
                domain: String::new(),
                auth_user: String::new(),
                secret: domain::SecretRef { state: domain::SecretState::Unavailable, key: String::new() },
                registrar: domain::HostPort { host: String::new(), port: 1 },
                transport: domain::Transport::Udp,
                srtp: policy::site::Srtp::Off,
                expiry_s: 1,
                mailbox: None,
                facts: Default::default(),
                at: diag::Place::file("x"),
            });
        }
    }
    let readiness = model::Readiness::Assumed;
    let given = given::Given { inventory: &inv, plan: &plan, readiness: &readiness, site: &site };
    let (problem, horizon, findings) = problem::build(&given).unwrap_or_else(|f| {
        println!("{}", output::findings::human(&f, diag::Lang::En, false));
        std::process::exit(1)
    });
    println!("{}", output::findings::human(&findings, diag::Lang::En, false));
    println!("rules {} target sum {}", problem.rules.len(), problem.target.iter().sum::<i32>());
    let t = std::time::Instant::now();
    match solve::run(
        &problem,
        solve::Settings { seed: 1, effort: if a.len() > 1 { model::Effort::Quick } else { model::Effort::Normal } },
        &false.into(),
        &mut |_| (),
    ) {
        solve::Outcome::Plan(p) => {
            let r = compose::compose(&given, &problem, &horizon, &p, 1, model::Effort::Normal);
            println!("cost {} bound {} gap {:.2} {:?} {:.2?}", r.cost, r.bound, r.gap_percent(), r.fairness, t.elapsed());
            let t = std::time::Instant::now();
            let f = check::check_roster(&given, &r);
            println!("check {} {:?}", f.len(), t.elapsed());
            println!("{}", output::findings::human(&f[..f.len().min(5)], diag::Lang::En, false));
            for (lang, l) in [("de", diag::Lang::De), ("en", diag::Lang::En)] {
                for (ps, paper) in [("a3", output::wall_chart::Paper::A3), ("a4", output::wall_chart::Paper::A4)] {
                    std::fs::write(
                        format!("/tmp/rot/chart-{lang}-{ps}.html"),
                        output::wall_chart::render(&given, &r, output::wall_chart::Options { lang: l, paper }),
                    )
                    .unwrap();
                }
            }
            std::fs::write("/tmp/rot/r.json", serde_json::to_vec_pretty(&r).unwrap()).unwrap();
        }
        solve::Outcome::NoPlan(n) => println!("no plan, excess {} {:.2?}", n.excess, t.elapsed()),
    }
}
