"""Help beside each screen of the desk: what stands here, what to do next, what can't go wrong.

Two to four sentences a screen. Several screens share a text where they are steps of one thing.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = Sequence[str | Promise]

_CLASS = _("A class goes through six stages. The strong button on the right is always its next step.")
_LIST = _("Narrow the list on top; a heading sorts. What you see can be saved as an Excel or CSV file.")
_KEPT = _("If something is wrong, what you typed stays on the page, with words beside the field.")

_QUIZ = _("Questions of one questionnaire may stand on form A, on form B or on both.")

HELP: dict[str, Text] = {
    "questionnaire_list": (_("What your office asks: quizzes before and after a class, evaluations, surveys."), _LIST),
    "questionnaire_new": (
        _("A title is enough to begin; questions can be pasted or read from Excel afterwards."),
        _KEPT,
    ),
    "questionnaire": (
        _("The questions with their right answers; participants never see this page."),
        _("What is in use does not change: a change begins the next version."),
    ),
    "questionnaire_edit": (_("Time limit and order count for everybody who begins after the version is put to use."),),
    "questionnaire_preview": (_("Answer as a participant would; nothing is kept or counted."), _QUIZ),
    "questionnaire_item_new": (_("Choose the kind of question on top, then type it."), _QUIZ, _KEPT),
    "questionnaire_item": (_("A question that is in use is changed in the next version."), _QUIZ, _KEPT),
    "questionnaire_key": (
        _("For a right answer that was typed wrongly. See first for how many the points change, then correct it."),
        _("What was asked stays as it was asked; everybody who handed in is counted anew."),
    ),
    "questionnaire_texts": (
        _("Short texts that fit no accepted answer stand on top. What you mark counts for all who wrote the same."),
        _("A mark can be changed: choose the other one and save."),
    ),
    "questionnaire_read": (_("Look at what was read first; what can't be taken over says why."),),
    "questionnaire_bank": (_("Tick questions to add copies of them; the bank keeps its own."),),
    "class_quizzes": (
        _("Open a quiz when the hall is ready, or let it open with a sitting. Close it when everybody is done."),
        _("Who has no phone takes it on paper: print the sheets, then type the answers in."),
    ),
    "class_quiz": (_("A quiz that somebody began stays with the class."),),
    "class_quiz_results": (
        _("Gain compares only those who took both quizzes. Fewer than five persons show no statistics."),
    ),
    "class_quiz_entry": (_("Type number and answers, line by line; look at the names, then take them over."),),
    "today": (
        _("What is due, what waits for you and today's classes stand here; begin your day on this page."),
        _("Press / on any page to search everything that is open to you, with or without marks."),
    ),
    "search": (
        _("Type any words, with or without marks: “tap huan” finds “tập huấn”."),
        _("Only what lies in the scope of your office is found."),
    ),
    "class_list": (_("All classes of your office and those it holds together with others."), _LIST),
    "class_awards": (
        _("Who gets a certificate and who does not, each with the reason; a decision on a row stands above the rule."),
        _("Issued by the frozen report. A number is never given twice; a certificate can be revoked or replaced."),
    ),
    "ledger": (
        _("Numbers run through a year without a gap; one that was revoked or replaced keeps its number and reason."),
        _LIST,
    ),
    "award_layout": (
        _("What stays blank follows the office’s papers. The picture shows a made-up certificate as it will look."),
        _("Certificates that were issued keep the look of their day, also when they are printed again."),
    ),
    "class_award": (
        _("What others see when they scan the QR picture stands behind “What others see”."),
        _("Replacing keeps the content and corrects the name; revoking ends the certificate for good."),
        _("If your office prints on numbered blanks, note which one was used; a spoiled one is kept in the ledger."),
    ),
    "class_award_rule": (
        _("Nothing is asked for that you do not type here: no rule is built in."),
        _("Certificates that were issued stay as they are."),
    ),
    "class_award_decision": (_("The reason stands beside the row and in the trail. The rule can decide again later."),),
    "plan_list": (
        _("The plans of your office and of the offices below it, year by year; the sums stand below."),
        _LIST,
    ),
    "plan_new": (_("Office and year are enough to begin; items, directives and estimate follow."), _KEPT),
    "plan": (
        _("Each item says what is taught, for whom, in how many classes. Open it to see how its cost comes about."),
        _("Submit the plan when it is ready; an administrator approves it or sends it back."),
    ),
    "plan_edit": (_("What you change is kept in the trail with what stood before."), _KEPT),
    "plan_directives": (_("The documents on which the plan rests; its papers cite them."),),
    "plan_item": (
        _("The estimate is reckoned from the norms: rate, how many a class needs, how many classes."),
        _("An amount can be set by hand; the reason stands beside it."),
    ),
    "plan_item_people": (
        _("The lists of all classes of the item as one, with the class of each line; as Word, Excel or CSV, too."),
    ),
    "plan_item_new": (_("Nothing but what is taught is needed. The norms for every item are added at once."), _KEPT),
    "plan_cost": (_("Choose a norm of the office, or type what the money is for and how it is reckoned."), _KEPT),
    "plan_step": (
        _("Each version that is submitted or approved is kept unchanged and can be compared."),
        _("Number, day and signed copy can follow when the registry gave them."),
    ),
    "plan_versions": (_("What came, what went and what changed between two versions, field by field."),),
    "plan_progress": (
        _("Classes planned, held, being prepared and not made yet; people present as reports and attendance say."),
        _("“Over 270” in an old report stays over 270 in every sum."),
    ),
    "plan_copy": (
        _("Items and estimates are copied, a year later; people, papers and directives are not."),
        _("Amounts are reckoned anew with the norms of the new office and year."),
    ),
    "plan_carry": (_("Classes that were not held go into a later plan; each can be carried over once."),),
    "plan_class_open": (_("The class takes title, audience, seats and place from the plan."), _KEPT),
    "plan_class_link": (_("Classes of this year that belong to no plan yet are offered."),),
    "plan_decision": (_("One decision may cover several classes of an item; their papers name it."), _KEPT),
    "plan_import": (
        _("Send the plan as Word or Excel; the table of its items is found by its heads."),
        _("Faults stand in their row and are mended there. Nothing is written before you take it over."),
    ),
    "plan_schedule": (
        _("Rooms, speakers with their topics and the days on which they are away are taken as they are entered."),
        _("Classes of other offices count, too: whoever teaches there is simply busy."),
    ),
    "plan_schedule_slot": (
        _("What you keep stays when the schedule is proposed anew; the other classes are fitted around it."),
    ),
    "plan_trail": (_("Who changed what and when, from what to what. No page changes this list."),),
    "norm_list": (
        _("Typed once, every plan is reckoned with them. Offices below yours may use them, too."),
        _("A changed norm changes no plan by itself: the plan's page offers to reckon it anew."),
    ),
    "sent_list": (
        _("Classes of other offices to which your organisation sent people, as those offices entered it."),
        _("You see your own people and their attendance by half-day; nobody else's, and nothing more of the class."),
        _("Where your unit is asked for people, open it to name, replace or withdraw them."),
    ),
    "class_new": (_("A title is enough to begin; days, place and audience can follow."), _KEPT),
    "class": (
        _CLASS,
        _("The overview shows what is missing before the next step, with a link to where it is filled in."),
    ),
    "class_edit": (_("What you change is kept in the trail with what stood before."), _KEPT),
    "class_cancel": (
        _("A class that is not held stays in the list as cancelled, with the reason."),
        _("Nothing is deleted; it can be taken up again."),
    ),
    "class_duplicate": (
        _("Programme and organisers are copied, with the days moved; people and papers are not."),
        _("Speakers are chosen anew: last year's may not be free."),
    ),
    "class_handovers": (
        _("A programme that proved good can be taught elsewhere: hand it to the offices below or beside yours."),
        _("You see who took it over, when it is held there and how many came; nobody's name."),
    ),
    "handover_list": (_("Programmes that other offices wrote and hand to yours, to be taught at your place."),),
    "handover": (
        _("Taken over, it becomes a class of your own in preparation; its topics go into your catalogue."),
        _("Declining needs no reason; a word of why helps the office that handed it over."),
    ),
    "class_organisers": (
        _("Who holds the class and who helps. Organisers see the whole class."),
        _("An organisation outside your office is typed as text."),
    ),
    "class_directives": (_("The documents on which the class rests; its report and its papers cite them."),),
    "class_programme": (
        _("Each day has sittings, each sitting has items: opening, topic with speaker, discussion, break."),
        _("Sittings can be added for all days at once. Attendance is taken for each sitting."),
    ),
    "class_sitting": (_("A sitting is a morning, an afternoon or an evening of one day."), _KEPT),
    "class_item": (
        _("A topic can be taken from the catalogue, with its outline and files."),
        _("The speaker's post is kept as it was on that day, whatever he becomes later."),
    ),
    "class_guest": (_("Guests open, attend or are invited; they are not counted among the participants."),),
    "class_quotas": (
        _("Units on top have not answered yet. Open a unit to name, replace or withdraw people."),
        _("Seats that a unit left unfilled serve the waiting list after the deadline, or when you open them."),
    ),
    "quota_units": (
        _("Type a number beside the units that send people; an empty field asks nobody."),
        _("An equal share goes to the units ticked; quotas of an earlier class are taken over without its people."),
    ),
    "reminders": (
        _("Units still missing, with the day on which each was reminded last. A unit without e-mail is named."),
        _("A mail goes out within the office's sending hours; no unit gets a second one within the pause you chose."),
        _("The ready text names every unit still missing; copying it is noted in the log."),
    ),
    "class_venue": (
        _("A room of the register is kept free for this class; any other place is typed in."),
        _("A class may be held at several places at once and online, each with its own list and sign-in sheet."),
    ),
    "calendar": (
        _("Classes on the days of their sittings, by month, week, list, room or speaker; cancelled ones are left out."),
        _("Drag a class to another day, or press “Move…”: you see what would clash before anything is moved."),
        _("Red means that a room or speaker is taken twice at the same half-day."),
    ),
    "calendar_feeds": (
        _("A calendar program that gets such an address shows your classes and follows their changes."),
        _("It shows what you may see at that time, without names of participants. Lost it? Renew it or take it back."),
    ),
    "class_days": (
        _("The days and all sittings of the class move together; rooms and speakers are looked at first."),
        _("“Undo” beside the message takes the move back. Once attendance was marked, the days stay."),
    ),
    "room_list": (
        _("Halls and rooms of your office; a class takes one as its venue point."),
        _("A room that is taken is refused at the same half-day, unless you say why you keep to it."),
    ),
    "room": (_("What is changed here holds for later classes; papers made before keep what they say."), _KEPT),
    "class_participants": (
        _("Add people one by one, or the whole list from Excel, Word or by pasting."),
        _("A closed list can still be changed; the change stays visible in the trail."),
    ),
    "unit_links": (
        _("Each unit gets a link by which it names its people without an account; it sees its own list alone."),
        _("Links are shown for one hour. A new link ends the one before; whom the unit named stays."),
    ),
    "unit_link": (
        _("Copy the text into a mail or a message group, or send the form as a file."),
        _("The form knows its class and unit when it comes back filled in."),
    ),
    "nominations_import": (
        _("Send the form of a unit that came back, or one list of many units, from Excel, Word or by pasting."),
        _("You see every row before anybody is named; a list that was taken over can be taken back as a whole."),
    ),
    "nominations_draft": (
        _("Each row says what becomes of it; what is wrong is named with its row and column."),
        _("Say once which unit of the class a unit of the list means, and all of its rows follow."),
    ),
    "roster_import": (
        _("Paste the list or send the file; you see every row before anything is written."),
        _("Columns about ethnicity, religion or Party membership are dropped before they are shown."),
    ),
    "roster_draft": (
        _("Faults stand in their row. Mend them here, leave rows out, or send the file again."),
        _("“Use that person” links somebody the register knows already. One button takes all of it back."),
    ),
    "participant": (_("A wrong name is corrected here; who did not come is marked on the attendance sheet."), _KEPT),
    "participant_substitute": (
        _("The substitute signs in his own name; the person he stands for counts as absent with leave or without."),
    ),
    "class_attendance": (
        _("Arrows move, one key marks: x present, m late, s left early, p with leave, k without leave."),
        _("The head of a column marks everybody. Ctrl+Z takes the last mark back; each mark is saved at once."),
        _("A correction after the class asks for a reason and shows both states."),
    ),
    "class_monitor": (
        _("The half-day that is on stands here by itself; choose another one on top. Nothing has to be loaded again."),
        _("The big screen shows the same counts, and no names. Its address ends with the class, or when renewed."),
    ),
    "class_entry": (
        _(
            "The order and the numbers are those of the printed sheet. Type the numbers of who is missing, "
            "see the names, then save."
        ),
        _("Where the paper says otherwise than the door, a reason is asked; both observations stay."),
        _("The scan of the signed pages is kept with the sitting, also once the class is closed."),
    ),
    "class_leaves": (
        _("Everybody with leave, and the paper that says so. A paper may be for several half-days."),
        _("What the paper says is entered nowhere; only who looks after the list can open it."),
    ),
    "class_tickets": (
        _("Each participant has a link of his own; who has an e-mail gets it by mail, the others through their unit."),
        _("Sending again reaches only those who have not got theirs. Letters can be cut apart and handed on."),
    ),
    "class_ticket": (_("Who lost badge or phone gets another ticket; the door refuses the old one and says why."),),
    "class_badges": (
        _("A badge carries name, unit and the code that the door scans. Print once, later only those who came since."),
        _("Who loses the badge gets another ticket on his row of the list; the lost one opens nothing any more."),
    ),
    "class_points": (
        _("Share the whole list out by unit or in its order, or tick several people and put them to one point."),
        _("Filter by name, unit or point first: “all that the list holds” then takes just those."),
        _("Undo puts the last step back, apart from whom somebody else moved meanwhile."),
    ),
    "class_door": (
        _("Add a device for each door and scan its code with the phone: from then on it needs no network."),
        _("Who came without being on the list, clocks that are not believed, and contradictions wait here."),
        _("A phone that was lost is taken back: it gets nothing any more, and what it sends is kept aside."),
    ),
    "class_door_rules": (
        _("Say from when somebody is late, from when one may leave, and how much of a sitting must be attended."),
        _("Marks that the door gave are worked out anew; marks of the desk stay."),
    ),
    "door_walk_in": (
        _("Look whether it is somebody on the list or in the register; otherwise put the name on the list."),
        _("What the door saw of the person counts from the first scan on."),
    ),
    "class_make_ups": (
        _("Tick who missed a sitting, choose a sitting of another class of the same plan item, and press the button."),
        _("That class has the names on its sign-in sheet and marks them on the page of the sitting."),
        _("Once somebody was there, the sitting counts here as made up. Nobody is counted in both classes."),
    ),
    "class_questions": (
        _("Type what was asked in the hall, put it to a topic, and note who answered what."),
        _("Names of those who asked are not needed and not asked for."),
    ),
    "class_floor": (
        _("What phones send waits here until somebody looked at it. Tick, then show or hide; hiding needs a reason."),
        _("The same asked twice is merged; votes are added up, each participant once. Merging can be undone."),
        _("Only what is shown goes into the report. Who asked and who voted is not written down."),
    ),
    "class_surveys": (
        _("Open the evaluation at the end of the class: everybody who was there finds a blank sheet on the own page."),
        _("Nobody can tell whose a sheet is. Results are shown once it is closed, and only from five sheets on."),
        _("Remarks that may tell of a person are held back until somebody looked at them."),
    ),
    "class_results": (
        _("Closing the class freezes its facts: programme, counts, attendance, questions."),
        _("What must hold is listed first. Later corrections make a new version with a reason."),
    ),
    "class_evaluation": (
        _("Only numbers are kept: how many sheets gave a topic which mark. Nobody can see who wrote what."),
        _("The mean stands with the topic, the speaker and the class report once five sheets are counted."),
    ),
    "class_version": (_("The facts as they were frozen at that closing. They are never changed."),),
    "class_money": (
        _("Planned and spent stand side by side; speakers, meals and travel are worked out on their own pages."),
        _("Closing the class freezes its money; a later correction makes a new version with a reason."),
    ),
    "money_speakers": (
        _("Periods come from the programme, the rate from the table that holds on the first day of the class."),
        _("A changed amount needs a reason and stays, also when everything is worked out anew."),
    ),
    "money_speaker": (
        _("The grade decides the rate; what shows it is asked for when the file is checked."),
        _("Account and tax code are seen by the accountant alone."),
    ),
    "money_participants": (
        _("Paid by days present: the attendance sheet decides. A changed row needs a reason."),
        _("Money is signed for on a list of its own, not on the sign-in sheet."),
    ),
    "money_choose": (_("Only those ticked are paid. Nothing is worked out of a post or an office."),),
    "money_payment": (_("Kilometres are there and back. Days or travel that differ need a reason."), _KEPT),
    "money_expenses": (
        _("Everything else that was spent, each with its invoice as PDF or picture."),
        _("An advance is money taken before; it is set against what was spent."),
    ),
    "money_expense": (
        _("The copy of the invoice can follow later; the check of the file names what is missing."),
        _KEPT,
    ),
    "money_checks": (
        _("What auditors compare, one by one. A row that does not agree leads to where it is mended."),
        _("“Not enough data” means that something to compare with is not entered yet."),
    ),
    "money_settlement": (
        _("Everything that the settlement of the class needs, as one ZIP with an index. What is missing is marked."),
        _("Signed lists are sent as scans on the page of each paper; invoices under “Other expenses”."),
    ),
    "rate_list": (
        _("The program brings no rates: they are entered with validity and the rule they rest on."),
        _("The table of the nearest office counts, else that of the office above it."),
    ),
    "rate_table": (_("A row by which somebody was paid stays as it is: end the table and make a new one."), _KEPT),
    "tax_rule": (_("Below the amount nothing is kept back; from it on, the share of the whole fee."), _KEPT),
    "paper": (
        _("The paper is filled from what stands in the system; the table below says where each figure comes from."),
        _("Enter the number and the signed copy when the registry has given them."),
    ),
    "plan_papers": (_("The plan as a paper, and for each item with classes its proposal, decision and reports."),),
    "paper_register": (_("All papers with a number, also those voided, with their reasons."), _LIST),
    "paper_register_settings": (
        _("Where the office gives its numbers here, they run without gap or double, per kind and year or term."),
    ),
    "period_reports": (_("Reports of an office on a quarter or a year, from the frozen facts of its classes."),),
    "class_papers": (
        _("Word files in the layout of your office; the number is left blank for the registry."),
        _("A template of your own can replace ours. The signed copy can be kept beside the report."),
    ),
    "class_template": (_("Download the template, change it in Word, send it back. The fields it may use are listed."),),
    "class_articles": (_("A draft is written from the frozen facts of the class; you only polish it."),),
    "class_trail": (_("Who changed what and when, from what to what. No page changes this list."),),
    "topic_list": (_("The catalogue of topics: outline, objectives and files, ready for the next class."), _LIST),
    "topic": (_("What is changed here holds for later classes; what was held stays as it was."), _KEPT),
    "speaker_list": (
        _("Who teaches for your office. Asked for a topic and days, the list shows who is free."),
        _LIST,
    ),
    "speaker": (
        _("Topics, days away, classes taught and the load of a year. Fees are shown to whoever sees the money."),
        _("Whoever stands here is offered in every programme. No opinion about the person is kept."),
    ),
    "person_list": (_("Everybody whom your office knows by a post or a class."), _LIST),
    "person": (_("Posts through the years and the classes of your scope. Nothing else is kept of a person."),),
    "person_years": (
        _("Posts, classes and roles year by year. Classes stand by their code, never by what they were called."),
        _("The transcript is what your office can see of it; that it was made stands in the trail."),
    ),
    "person_duplicates": (
        _("Two entries of one person come from lists that write a name twice. Compare, then decide."),
        _("What you called two people is not asked again."),
    ),
    "person_merge": (
        _("The entry you choose stands for both; it shows the classes and posts of both."),
        _("Nothing is deleted: on the person's page the merging can be undone at any time."),
    ),
    "person_data": (
        _("Whoever asks may get all that is held about him: one file, to read and for machines."),
        _("Give it only to the person himself: look at the identity card, keep no copy of it."),
    ),
    "person_erase": (
        _("Read what goes and what stays. What no program can reach is listed for you to do by hand."),
        _("Counts and reports stay true: a number stays where the name stood."),
    ),
    "person_consents": (
        _("Classes and reports are the office's task and need no consent; a photo with the name does."),
        _("Keep the signed paper in the office. A withdrawal holds from its day on."),
    ),
    "data_notice": (
        _("What is held, for what and how long, as it stands today. Print it and lay it out at the door."),
    ),
    "period_list": (
        _("A period is counted in days. The rule that sets it is named beside it."),
        _("“Would go today” is what the next night clears away; the number is the same as then."),
    ),
    "person_edit": (
        _("Only the name is needed. The year of birth tells people of one name apart."),
        _("Phone and e-mail are stored encrypted and never leave with a list."),
    ),
    "post_edit": (_("A post has a beginning and, later, an end; it is never overwritten."), _KEPT),
    "organisation_list": (
        _("Offices, unions, schools, residential groups: whoever holds classes or sends people."),
        _LIST,
    ),
    "organisation": (_("Where it stands, whom it serves, its people, and what it took over from others."),),
    "organisation_edit": (
        _("The fields “On its papers” head the Word files of this office."),
        _("Putting it under another organisation changes at once who sees it."),
    ),
    "organisation_succeed": (
        _("After a merger the new office sees what the old one held; nothing is moved or renamed."),
    ),
    "unit_list": (
        _("Units before and after 1 July 2025. A former unit may have several successors; none is guessed."),
    ),
    "directive_list": (_("Numbered documents that classes and papers cite."), _LIST),
    "directive": (_("Number, kind, issuer and date as they stand on the document; the file can be added."), _KEPT),
    "account_list": (_("Who may sign in, and what each may do. A role holds for an office and all below it."), _LIST),
    "account": (_("Give a role or end it; what somebody did stays under the name. A new password is shown once."),),
    "trail": (
        _("Everything that was changed in your office: who, when, what, from what to what."),
        _("No page changes this list; “caunoi trail verify” on the server finds rows changed behind its back."),
        _LIST,
    ),
    "trail_object": (_("Everything that was changed in this one thing, the newest first."),),
    "jobs": (
        _("Mails that wait, that went out, and that did not, with the reason. Nothing disturbs anybody at night."),
        _("“Try again” sends it once more; giving up is written into the trail."),
    ),
    "settings": (
        _("What holds for the whole office: its mail server, its days off, its hours."),
        _("Only who administers everything here changes it; each change stands in the trail."),
    ),
    "settings_mail": (
        _("Whoever gives you your mailbox knows server, port and encryption. The password is kept encrypted."),
        _("The trial mail shows at once what the server answers. Without a mail server everything else works."),
    ),
    "settings_days": (
        _("Public holidays, Tết and swapped days are known for this year and the next."),
        _("A day that you change counts as you say, with your reason; it can be taken back."),
    ),
    "settings_hours": (
        _("Working hours tell which days count as working days; mails go out only in their own hours."),
        _("New hours hold from the day that you name; what held before stays known."),
    ),
    "delegation": (
        _("A role is lent, not given away: you keep yours, and the lending ends by itself."),
        _("What was lent to you can't be lent on. It also ends when the role behind it ends."),
    ),
    "intake_list": (
        _("Send in Word, PDF, text or web pages of classes held before. Each becomes a report to review."),
        _("Nothing is entered until you accept it."),
    ),
    "candidate": (
        _("Left the text, right what was read from it, the least certain first. Enter accepts; j and k walk."),
        _("What is vague stays vague: “hơn 270” is never made 270."),
    ),
    "article_list": (_("Drafts, articles that wait for approval, and published ones."), _LIST),
    "article_new": (_("For news that rests on no class. News of a class is drafted on the class's page."), _KEPT),
    "article_edit": (
        _("Write, save, send for approval. The preview shows it as readers will see it."),
        _("A published article is corrected openly, with a note; its address never changes."),
    ),
    "article_arrange": (
        _("A topic gathers articles of all sections and years; a place is a commune, ward or province."),
        _("The old address goes on leading to the article after it moved."),
    ),
    "media": (
        _("What is said must stand in writing before publication; captions show it while the recording plays."),
        _("Where people are named, they must have agreed."),
    ),
    "old_article_list": (
        _("Saved pages, a ZIP of them with their pictures, or an export of WordPress or RSS are read here."),
        _("Nothing is public before you take it over; the taking over can be undone."),
    ),
    "site_topics": (_("Readers find a topic at an address that stays when you rename it."),),
    "offer_list": (
        _("What you take over becomes a draft on your site, with its source and a link."),
        _("When the original is corrected or withdrawn, that stands here until you have seen it."),
    ),
    "article_step": (_("Read it once more as a reader would. Everything here can be followed in the trail."),),
    "material_list": (_("What everybody may read and take along, with what is still a draft."), _LIST),
    "material": (
        _("Nobody outside sees a draft. A new version keeps the address; the one before stays to be had."),
        _("With a day and a class, its participants have the material before all others."),
    ),
    "event_list": (_("Events of the office, and classes that are announced to everybody."), _LIST),
    "event": (
        _("A change of the day is told to readers as a move; calendars that follow learn of it by themselves."),
        _("What does not take place is cancelled, not taken out: readers see it struck out, with your note."),
    ),
    "class_calendar": (
        _("A class is public only when an editor says so. From then on the calendar follows it by itself."),
    ),
    "comment_list": (
        _("What readers send waits here; nothing is shown before somebody of the office read it."),
        _("Reported comments stay visible until you decide. Each decision can be undone."),
        _("A mail tells how many wait, once a day at most. Each person switches it off or on below the list."),
    ),
    "comment": (_("The words of a reader are never changed. The reply of the office stands below them."),),
    "comment_rules": (_("Comments always wait until the office read them; here is said whether and until when."),),
    "photo": (
        _("Say in one sentence what the picture shows; screen readers read it out."),
        _("Where people are named, they must have agreed. Place and camera are taken out of the file."),
    ),
    "site_part": (
        _("What stands on the site beside its news. Readers see each change at once; the trail keeps who made it."),
        _("What is taken off can be put back right after, beside the message."),
    ),
    "site": (_("The public site of an office. Its address is chosen once and never changes."),),
}

# Screens that are steps of one thing share a text.
_SHARED = {
    "class_item_new": "class_item",
    "class_guest_new": "class_guest",
    "class_venue_new": "class_venue",
    "question": "class_questions",
    "class_quota": "class_quotas",
    "nomination": "class_quotas",
    "reminders_send": "reminders",
    "plan_item_edit": "plan_item_new",
    "plan_cost_new": "plan_cost",
    "plan_version": "plan_versions",
    **{f"plan_{step}": "plan_step" for step in ("send_back", "approve", "amend", "drop", "register")},
    "norm_new": "norm_list",
    "norm": "norm_list",
    "topic_new": "topic",
    "topic_edit": "topic",
    "topic_version": "topic",
    "topic_merge": "topic",
    "topic_idea": "topic",
    "topic_idea_new": "topic",
    "speaker_new": "speaker",
    "speaker_edit": "speaker",
    "speaker_topics": "speaker",
    "room_new": "room",
    "rate_table_new": "rate_table",
    "tax_rule_new": "tax_rule",
    "person_new": "person_edit",
    "period_edit": "period_list",
    "post_new": "post_edit",
    "post_end": "post_edit",
    "organisation_new": "organisation_edit",
    "unit": "unit_list",
    "directive_new": "directive",
    "directive_edit": "directive",
    "account_new": "account",
    "sent_class": "sent_list",
    "sent_quota": "sent_list",
    "sent_nomination": "sent_list",
    "material_new": "material",
    "material_edit": "material",
    "event_new": "event",
    "event_edit": "event",
    "site_list": "site",
    "site_new": "site",
    "site_edit": "site",
    "site_voices": "comment_rules",
    "article_voices": "comment_rules",
    "site_look": "site_part",
    "site_hosts": "site_part",
    "site_parts": "site_part",
    "site_part_new": "site_part",
    "site_questions": "site_part",
    "sites_open": "site",
    "photo_new": "photo",
    "photo_edit": "photo",
    "topic_heading_edit": "site_topics",
    "old_article": "old_article_list",
    "media_new": "media",
    "media_edit": "media",
    "offer_decide": "offer_list",
    "article_offer": "offer_list",
    **{
        f"article_{step}": "article_step"
        for step in ("preview", "send_back", "approve", "correct", "withdraw", "check", "plan")
    },
}


def help_for(request: HttpRequest) -> Text:
    """Return the help of the screen that this request shows; nothing for a page that is none of the desk's."""
    match = request.resolver_match
    if match is None or match.namespace != "desk":
        return ()
    name = str(match.url_name)
    return HELP.get(_SHARED.get(name, name), ())
