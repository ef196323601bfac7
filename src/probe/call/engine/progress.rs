//! How calls begin, go on and end.

use super::{
    ALIKE, ALL_BAD, ALL_REGISTERED, About, Bound, Call, Caller, CallerSettings, Calls, Duration, Ending, Fault, Instant, Leg,
    Output, Planned, RING_LIMIT, Role, SESSION_EXPIRES_S, Sheet, SipUri, Srtp, Stage, State, Target, Transport, fault, ring,
};

impl Calls {
    /// Timers that are due.
    pub fn handle_timeout(&mut self, now: Instant) {
        self.note_absence(now);
        for lane in 0..self.lanes.len() {
            if self.lanes[lane].answering.poll_timeout().is_some_and(|at| at <= now) {
                self.lanes[lane].answering.handle_timeout(now);
            }
            self.keep_alive(now, lane);
        }
        for bound in self.bound.values_mut() {
            if bound.poll_timeout().is_some_and(|at| at <= now) {
                bound.handle_timeout(now);
            }
        }
        for id in self.legs.keys().copied().collect::<Vec<_>>() {
            self.leg_timers(now, id);
        }
        for id in self.calls.keys().copied().collect::<Vec<_>>() {
            if self.calls[&id].until.is_some_and(|at| at <= now) {
                self.stage_over(now, id);
            }
        }
        if self.deadline.is_some_and(|at| at <= now) {
            self.deadline = None;
            for id in self.calls.keys().copied().collect::<Vec<_>>() {
                self.finish(now, id, Ending::Interrupted);
            }
            self.bound.values_mut().for_each(Bound::give_up);
        }
        self.go_on(now);
    }

    fn leg_timers(&mut self, now: Instant, id: usize) {
        let at = self.at(now);
        let Some(leg) = self.legs.get_mut(&id) else { return };
        if leg.poll_timeout().is_some_and(|due| due <= now) {
            leg.handle_timeout(now);
            if leg.answer_at.is_some_and(|due| due <= now) {
                leg.answer_at = None;
                self.pick_up(now, id);
            }
        }
        let Some(leg) = self.legs.get_mut(&id).filter(|leg| leg.is_confirmed()) else { return };
        let (remote, control) = (leg.remote, leg.remote_control);
        let Some(media) = &mut leg.media else { return };
        while let Some(bytes) = media.poll_packet(at) {
            if let Some(to) = remote {
                self.outputs.push_back(Output::Media { leg: id, to, bytes });
            }
        }
        if let (Some(to), Some(bytes)) = (control, media.poll_control(at)) {
            self.outputs.push_back(Output::Control { leg: id, to, bytes });
        }
    }

    /// The called side answers what was offered in the INVITE.
    fn pick_up(&mut self, now: Instant, id: usize) {
        let at = self.at(now);
        let Some(leg) = self.legs.get_mut(&id) else { return };
        let Role::Callee(callee) = &leg.role else { return };
        let offer = callee.invite().body.clone();
        // An INVITE without an offer wants ours; the answer comes with the ACK.
        let answer = if offer.is_empty() { Some(leg.sheet.text()) } else { leg.offered(at, &offer) };
        if let Role::Callee(callee) = &mut leg.role {
            match answer {
                Some(text) => callee.accept(now, text),
                None => callee.refuse(now, 488),
            }
        }
    }

    fn stage_over(&mut self, now: Instant, id: usize) {
        let Some(call) = self.calls.get_mut(&id) else { return };
        match call.stage {
            Stage::Preparing => {}
            Stage::Calling => {
                call.end_as(Ending::NoAnswer);
                self.end_call(now, id);
            }
            Stage::Talking => self.end_call(now, id),
            Stage::Ending => {
                // The PBX has not passed the end on, or one of the two does not answer.
                let legs = [call.caller, call.callee];
                if std::mem::replace(&mut call.waited, true) {
                    return self.finish(now, id, Ending::Interrupted);
                }
                call.last_wait(now);
                for leg in legs.into_iter().flatten() {
                    if let Some(leg) = self.legs.get_mut(&leg) {
                        leg.hang_up(now);
                    }
                }
            }
        }
    }

    /// Ends a call in an orderly way: the caller hangs up, the PBX tells the other side.
    pub(super) fn end_call(&mut self, now: Instant, id: usize) {
        let at = self.at(now);
        let Some(call) = self.calls.get_mut(&id) else { return };
        if call.stage == Stage::Preparing {
            return self.finish(now, id, Ending::Interrupted);
        }
        call.ending(now);
        for leg_id in [call.caller, call.callee].into_iter().flatten() {
            if let Some(leg) = self.legs.get_mut(&leg_id)
                && let (Some(to), Some(media)) = (leg.remote_control, &mut leg.media)
            {
                let bytes = media.goodbye(at);
                self.outputs.push_back(Output::Control { leg: leg_id, to, bytes });
            }
        }
        if let Some(leg) = call.caller.and_then(|leg| self.legs.get_mut(&leg)) {
            leg.hang_up(now);
        }
    }

    /// Takes a call out, with all that was seen of it.
    pub(super) fn finish(&mut self, now: Instant, id: usize, ending: Ending) {
        let Some(mut call) = self.calls.remove(&id) else { return };
        if call.answered {
            let after = call.facts.progress.last().map_or(Duration::ZERO, |(_, after)| *after);
            call.end_as(Ending::Answered { after });
        }
        call.end_as(ending);
        for (leg, of_caller) in [(call.caller, true), (call.callee, false)] {
            let Some(leg_id) = leg else { continue };
            if let Some(mut leg) = self.legs.remove(&leg_id) {
                // What is still to be said is said.
                while let Some(bytes) = leg.poll_transmit() {
                    self.requests += 1;
                    self.send_for(now, &leg, bytes);
                }
                if let Role::Caller(caller) = &leg.role {
                    self.repeated += u64::from(caller.sent().1);
                }
                let side = leg.side();
                if of_caller {
                    call.facts.caller = Some(side)
                } else {
                    call.facts.callee = Some(side)
                }
                self.outputs.push_back(Output::CloseMedia { leg: leg_id });
            }
        }
        let fault = fault(&call.facts, &self.tones);
        self.keep_or_forget(id, fault);
        if fault.is_none() {
            self.can_call.insert(call.planned.caller);
            if let Target::Line(callee) = call.planned.target {
                self.can_be_called.insert(callee);
            }
        }
        self.late_call(now, &call, fault);
        self.done.push(call.facts);
        // Also where it was the last one: the fault is one, and is told as one.
        if self.all_bad() && self.calls.is_empty() {
            self.gave_up = true;
            self.queue.clear();
        }
    }

    /// So many calls without a good one that the next waits for what is still on its way: calls that fail do so sooner than good ones end.
    fn all_bad(&self) -> bool {
        if !self.can_call.is_empty() || self.done.len() < ALIKE {
            return false;
        }
        // Those that this machine was too busy for say nothing.
        let judged = self.done.iter().filter(|facts| fault(facts, &self.tones) != Some(Fault::Late)).count();
        judged >= if self.failed_alike().is_some() { ALIKE } else { ALL_BAD }
    }

    /// Starts what may start now, and sends what is to be sent.
    pub(super) fn go_on(&mut self, now: Instant) {
        loop {
            self.leg_events(now);
            if let Some(line) = self.next_to_register().filter(|_| now >= self.next_start) {
                self.next_start = now + self.settings.gap;
                // What it says is heard again when the line is called.
                let _ = self.registered(now, line);
            }
            self.prepared(now);
            self.finished(now);
            self.plan_checks();
            self.release(now);
            if !self.start_next(now) {
                break;
            }
        }
        self.transmit(now);
    }

    /// Calls whose both sides have ended.
    fn finished(&mut self, now: Instant) {
        for id in self.calls.keys().copied().collect::<Vec<_>>() {
            let call = &self.calls[&id];
            if matches!(call.stage, Stage::Preparing) {
                continue;
            }
            let over = |leg: Option<usize>| leg.and_then(|leg| self.legs.get(&leg)).map(Leg::is_over);
            let sides = [over(call.caller), over(call.callee)];
            if !sides.contains(&Some(false)) {
                self.finish(now, id, Ending::Interrupted);
            } else if sides.contains(&Some(true)) && call.stage == Stage::Talking {
                self.end_call(now, id);
            }
        }
    }

    /// After the first round: who is to blame for what failed?
    fn plan_checks(&mut self) {
        if self.checked || !self.queue.is_empty() || !self.calls.is_empty() || self.gave_up {
            return;
        }
        self.checked = true;
        let failed: Vec<Planned> = self
            .done
            .iter()
            .filter(|facts| fault(facts, &self.tones).is_some_and(|fault| fault != Fault::Late))
            .map(|facts| facts.planned)
            .collect();
        self.queue.extend(ring::checks(&failed, &self.can_call, &self.can_be_called));
        self.planned += self.queue.len();
    }

    /// Removes registrations that no call needs any more.
    fn release(&mut self, now: Instant) {
        let all_done = self.checked && self.queue.is_empty() && self.calls.is_empty();
        if self.people.len() <= ALL_REGISTERED && !all_done && !self.gave_up {
            return;
        }
        let uses = |planned: &Planned, line: usize| planned.caller == line || planned.target == Target::Line(line);
        for (line, bound) in &mut self.bound {
            // Asked first: of a whole house most are free already, and this is looked at with every packet of sound.
            if bound.state != State::Bound {
                continue;
            }
            let busy = self.calls.values().any(|call| uses(&call.planned, *line));
            if !busy && !self.queue.iter().any(|planned| uses(planned, *line)) {
                bound.remove(now);
            }
        }
    }

    /// Of few lines, the next that is to be registered before the first call; one after the other, at the pace of calls.
    pub(super) fn next_to_register(&self) -> Option<usize> {
        if self.interrupted || self.people.len() > ALL_REGISTERED || !self.done.is_empty() || self.registering() {
            return None;
        }
        let wanted = |line: &usize| {
            let lane = &self.lanes[self.lane_of[*line]];
            lane.failed.is_none() && !lane.opening && self.bound.get(line).is_none_or(|bound| bound.state == State::Free)
        };
        if self.queue.is_empty() { None } else { (0..self.people.len()).find(wanted) }
    }

    /// Registrations are on their way that the first call waits for.
    fn registering(&self) -> bool {
        let few = self.people.len() <= ALL_REGISTERED && self.done.is_empty() && self.calls.is_empty();
        few && (self.lanes.iter().any(|lane| lane.opening) || self.bound.values().any(|bound| bound.state == State::Binding))
    }

    /// The next call whose lines are both free, where one more may be made.
    pub(super) fn startable(&self) -> Option<usize> {
        let waits = self.all_bad() || self.next_to_register().is_some() || self.registering();
        if self.interrupted || self.calls.len() >= self.at_once || waits {
            return None;
        }
        let busy = |line: usize| {
            self.calls.values().any(|call| call.planned.caller == line || call.planned.target == Target::Line(line))
        };
        let free = |planned: &Planned| match planned.target {
            Target::Line(callee) => !busy(planned.caller) && !busy(callee),
            Target::Echo => !busy(planned.caller),
        };
        self.queue.iter().position(free)
    }

    /// Takes the next call. True where one was started.
    fn start_next(&mut self, now: Instant) -> bool {
        let Some(at) = self.startable().filter(|_| now >= self.next_start) else { return false };
        let Some(planned) = self.queue.remove(at) else { return false };
        let line = &self.people[planned.caller].line;
        let secure = match line.srtp {
            Srtp::Off => false,
            Srtp::Required => true,
            Srtp::Optional => line.transport == Transport::Tls,
        };
        let id = self.next;
        self.next += 1;
        self.calls.insert(id, Call::new(now, planned, self.settings.talk, secure));
        self.next_start = now + self.settings.gap;
        self.pulse.get_or_insert(now + super::PULSE);
        true
    }

    /// Calls that wait for registrations: asks for them, and begins where they are there.
    fn prepared(&mut self, now: Instant) {
        let waiting = self.calls.iter().filter(|(_, call)| call.stage == Stage::Preparing && call.caller.is_none());
        let waiting: Vec<(usize, Planned)> = waiting.map(|(id, call)| (*id, call.planned)).collect();
        for (id, planned) in waiting {
            let callee = match planned.target {
                Target::Line(line) => Some(line),
                Target::Echo => None,
            };
            let mut ready = true;
            for line in std::iter::once(planned.caller).chain(callee) {
                match self.registered(now, line) {
                    Ok(true) => {}
                    Ok(false) => ready = false,
                    Err(said) => {
                        ready = false;
                        self.finish(now, id, Ending::NotRegistered { line, said });
                        break;
                    }
                }
            }
            if ready {
                self.open_ports(id, planned.caller);
            }
        }
    }

    /// Whether a line is registered; asks for it where nobody has.
    fn registered(&mut self, now: Instant, line: usize) -> Result<bool, String> {
        let lane = self.lane_of[line];
        if let Some(said) = &self.lanes[lane].failed {
            return Err(said.clone());
        }
        let Some(sent_by) = self.lanes[lane].sent_by.clone() else {
            if !std::mem::replace(&mut self.lanes[lane].opening, true) {
                self.outputs.push_back(Output::Open { lane });
            }
            return Ok(false);
        };
        let person = &self.people[line];
        let tokens = self.tokens.fork();
        let settings = &self.settings;
        let bound = self.bound.entry(line).or_insert_with(|| Bound::new(person, &sent_by, settings, tokens));
        match &bound.state {
            State::Bound => Ok(true),
            State::Refused(said) => Err(said.clone()),
            State::Left => Err(String::new()),
            State::Free => {
                bound.bind(now);
                Ok(false)
            }
            State::Binding | State::Removing => Ok(false),
        }
    }

    fn open_ports(&mut self, id: usize, caller: usize) {
        let Some(host) = self.lanes[self.lane_of[caller]].sent_by.as_ref().map(|at| at.host.clone()) else { return };
        let leg = self.next;
        self.next += 1;
        if let Some(call) = self.calls.get_mut(&id) {
            call.caller = Some(leg);
            self.outputs.push_back(Output::OpenMedia { leg, host: host.to_string() });
        }
    }

    /// A leg's ports are open: the caller calls, the called side will answer.
    pub(super) fn with_port(&mut self, now: Instant, leg_id: usize, port: Option<u16>) {
        let Some((&id, call)) = self.calls.iter().find(|(_, call)| call.caller == Some(leg_id)) else {
            return self.callee_port(leg_id, port);
        };
        let (planned, secure) = (call.planned, call.secure);
        let line = planned.caller;
        let (Some(port), Some(us)) = (port, self.us(line)) else {
            return self.finish(now, id, Ending::NotRegistered { line, said: String::new() });
        };
        let person = &self.people[line];
        let target = match planned.target {
            Target::Line(callee) => &self.people[callee].target,
            Target::Echo => match &self.settings.echo {
                Some(echo) => echo,
                None => return self.finish(now, id, Ending::Interrupted),
            },
        };
        let mut tokens = self.tokens.fork();
        let sheet = Sheet::new(&us.sent_by.host, port, self.encryption(line), secure, &mut tokens);
        let settings = CallerSettings {
            aor: SipUri::new(Some(&person.line.aor_user), &person.line.domain, None),
            callee: SipUri::new(Some(target.as_str()), &person.line.domain, None),
            credentials: self.credentials(line),
            call_id: format!("{}@{}", tokens.hex(), us.sent_by.host),
            routes: self.bound.get(&line).map(|bound| bound.service_route.clone()).unwrap_or_default(),
            timers: self.timers(),
            timeout: self.settings.timeout.min(RING_LIMIT),
            description: sheet.text(),
            session_expires_s: Some(SESSION_EXPIRES_S),
            us,
        };
        let caller = Caller::start(now, settings, tokens.fork());
        let role = Role::Caller(Box::new(caller));
        let leg = Leg::new((id, self.lane_of[line]), role, sheet, (self.tone_of[line], '5'), tokens);
        self.legs.insert(leg_id, leg);
        if let Some(call) = self.calls.get_mut(&id) {
            call.stage = Stage::Calling;
            call.started = now;
            call.until = Some(now + RING_LIMIT);
        }
    }

    fn callee_port(&mut self, leg_id: usize, port: Option<u16>) {
        let Some(leg) = self.legs.get_mut(&leg_id) else {
            self.outputs.push_back(Output::CloseMedia { leg: leg_id });
            return;
        };
        match port {
            Some(port) => leg.sheet.set_port(port),
            None => leg.declined = Some(super::super::facts::Declined::Unusable),
        }
    }

    fn transmit(&mut self, now: Instant) {
        let after = self.after(now);
        for (line, bound) in &mut self.bound {
            let lane = self.lane_of[*line];
            while let Some((bytes, binding)) = bound.poll_transmit(&self.people[*line].line) {
                self.lanes[lane].trace(&mut self.traces, About::Registration(*line), after, (true, 0), &bytes);
                self.outputs.push_back(match binding {
                    Some(binding) => Output::Bind { lane, bytes, binding },
                    None => Output::Send { lane, bytes },
                });
            }
        }
        for leg in self.legs.values_mut() {
            while let Some(bytes) = leg.poll_transmit() {
                self.requests += u64::from(!bytes.starts_with(b"SIP/2.0"));
                self.lanes[leg.lane].trace(&mut self.traces, About::Call(leg.call), after, (true, leg.end()), &bytes);
                self.outputs.push_back(Output::Send { lane: leg.lane, bytes });
            }
        }
        for (lane, state) in self.lanes.iter_mut().enumerate() {
            while let Some(bytes) = state.answering.poll_transmit() {
                self.outputs.push_back(Output::Send { lane, bytes });
            }
        }
    }
}
