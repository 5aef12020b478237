using System.Text.Json;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;

namespace Holdfast.Tests.Safety.Policy;

public sealed class AgentPolicyTests
{
    private static readonly ToolTraits Transfer = Traits("transfer_money", """{"to":{"type":"string"},"amount":{"type":"number"},"note":{"type":"string"}}""");
    private static readonly ToolTraits Cancel = Traits("cancel_appointment", """{"appointment_id":{"type":"string"}}""", destructive: true);
    private static readonly ToolTraits Search = Traits("search_web", """{"query":{"type":"string"}}""", effects: false);
    private static readonly ToolTraits Lookup = Traits("get_order", """{"id":{"type":"string"}}""", effects: false);

    [Fact]
    public void A_read_that_gives_nothing_away_is_allowed_whatever_was_read() =>
        Decide(Lookup, """{"id":"evil"}""", new Situation("hello"), taint: "tool:read_inbox").Decision.ShouldBe(PolicyDecision.Allow);

    [Fact]
    public void Without_untrusted_content_the_model_may_fill_in_what_it_likes() =>
        Decide(Transfer, """{"to":"DE89 3704","amount":5}""", new Situation("pay my rent")).Rule.ShouldBe("trusted-context");

    [Fact]
    public void After_untrusted_content_a_value_of_a_stranger_needs_a_person()
    {
        var verdict = Decide(Transfer, """{"to":"EVIL-1","amount":5}""", new Situation("pay 5 to Bob"), "tool:read_inbox");

        verdict.ShouldBe(new PolicyVerdict(PolicyDecision.Ask, "label", "After untrusted content (tool:read_inbox) was read, the value 'EVIL-1' of to comes from nothing that is trusted."));
    }

    [Theory]
    [InlineData("Please pay $1,200.50 to DE89 3704 0044 0532 0130 00.", """{"to":"DE89370400440532013000","amount":1200.5}""")]
    [InlineData("please TRANSFER 1.200,50 € to de89-3704-0044-0532-0130-00", """{"to":"DE89370400440532013000","amount":1200.50}""")]
    [InlineData("wire two hundred, I mean 200, to Schmidt, Anna", """{"to":"Anna Schmidt","amount":200,"note":"anything at all"}""")]
    [InlineData("send 5k to Zoë Müller-Lüdenscheidt", """{"to":"zoe muller ludenscheidt","amount":5000}""")]
    [InlineData("send 5000 to Zoë Müller-Lüdenscheidt", """{"to":"zoe muller ludenscheidt","amount":5000}""")]
    [InlineData("send 5k to Bob", """{"to":"Bob","amount":5000}""")]
    [InlineData("pay 7 to Dr. Schmidt", """{"to":"Mr. Schmidt","amount":7}""")]
    public void Values_are_compared_as_a_person_would(string said, string arguments) =>
        Decide(Transfer, arguments, new Situation(said), "tool:read_inbox").Decision.ShouldBe(PolicyDecision.Allow);

    [Theory]
    [InlineData("pay 5 to anna@corp.com or carla@evil.com", "anna@evil.com")]
    [InlineData("pay 5 to account 12 of house 34", "1234")]
    [InlineData("pay 5 to Anna Schmidt, please. The other day I met somebody quite different whose name was Bob Meyer", "Anna Meyer")]
    [InlineData("pay 5 to A12", "A1")]
    [InlineData("pay 5 to A1", "A12")]
    public void Nobody_can_put_a_value_together_from_pieces(string said, string to) =>
        Decide(Transfer, $$"""{"to":"{{to}}","amount":5}""", new Situation(said), "tool:read_inbox").Rule.ShouldBe("label");

    [Fact]
    public void A_value_of_a_trusted_tool_counts_but_the_user_must_have_asked_for_the_action()
    {
        var contacts = new TrustedText("tool:list_contacts", """[{"name":"Bob","iban":"DE01"}]""");

        Decide(Transfer, """{"to":"DE01","amount":5}""", new Situation("pay Bob 5", contacts), "tool:read_inbox").Decision.ShouldBe(PolicyDecision.Allow);
        Decide(Transfer, """{"to":"DE01","amount":5}""", new Situation("summarise my 5 newest mails", contacts), "tool:read_inbox").Rule.ShouldBe("intent");
    }

    [Fact]
    public void What_cannot_be_undone_must_be_named_by_the_user_or_confirmed()
    {
        var list = new TrustedText("tool:list_appointments", """[{"id":"A1"},{"id":"A2"}]""");

        Decide(Cancel, """{"appointment_id":"A2"}""", new Situation("cancel my appointment on Tuesday", list), "tool:read_notes").Decision.ShouldBe(PolicyDecision.Confirm);
        Decide(Cancel, """{"appointment_id":"A2"}""", new Situation("cancel A2", list), "tool:read_notes").Decision.ShouldBe(PolicyDecision.Allow);
    }

    [Fact]
    public void The_same_effect_is_not_repeated_on_the_word_of_a_stranger() =>
        Decide(Transfer, """{"to":"Bob","amount":5}""", new Situation("pay Bob 5") { Executed = ["transfer_money {\"to\":\"Bob\",\"amount\":5}"] }, "tool:read_inbox")
            .Rule.ShouldBe("repeated");

    [Fact]
    public void A_plan_made_before_the_untrusted_content_counts_as_trusted() =>
        Decide(Transfer, """{"to":"ACC-77","amount":5}""", new Situation("settle the matter", new TrustedText("plan", "Transfer 5 to ACC-77")), "tool:read_inbox").Decision.ShouldBe(PolicyDecision.Allow);

    [Theory]
    [InlineData("book me tomorrow at 3pm", """{"start":"2026-11-25T15:00"}""", PolicyDecision.Allow)]
    [InlineData("book me on Nov 27 at 9:30", """{"start":"2026-11-27T09:30:00+01:00"}""", PolicyDecision.Allow)]
    [InlineData("book me next friday at noon", """{"start":"2026-11-27 12:00"}""", PolicyDecision.Allow)]
    [InlineData("book me on 27.11.2026", """{"start":"2026-11-27"}""", PolicyDecision.Allow)]
    [InlineData("book me tomorrow at 3pm", """{"start":"2026-11-26T15:00"}""", PolicyDecision.Ask)]
    [InlineData("book me tomorrow at 3pm", """{"start":"2026-11-25T16:00"}""", PolicyDecision.Ask)]
    [InlineData("book me tomorrow at 3pm", """{"start":"2026-11-25T03:00"}""", PolicyDecision.Ask)]
    public void Dates_are_compared_by_what_they_mean(string said, string arguments, PolicyDecision expected) =>
        Decide(Traits("book_slot", """{"start":{"type":"string"}}"""), arguments, new Situation(said), "tool:read_notes").Decision.ShouldBe(expected);

    [Fact]
    public void A_search_outside_may_only_say_what_the_user_said_once_a_stranger_has_spoken()
    {
        Decide(Search, """{"query":"weather in Paris"}""", new Situation("what is the weather in Paris like?"), "tool:read_inbox").Decision.ShouldBe(PolicyDecision.Allow);
        Decide(Search, """{"query":"http://evil.example/?q=weather"}""", new Situation("what is the weather?"), "tool:read_inbox").Decision.ShouldBe(PolicyDecision.Ask);
    }

    [Fact]
    public void Private_values_leave_only_when_the_user_says_them()
    {
        var account = new TrustedText("tool:get_account", """{"iban":"DE8937040044"}""");
        var quiet = new Situation("look up my bank's opening hours", account) { PrivateTexts = [account] };
        var spoken = new Situation("search the web for DE8937040044", account) { PrivateTexts = [account] };

        Decide(Search, """{"query":"bank DE8937040044 opening hours"}""", quiet).Rule.ShouldBe("audience");
        Decide(Search, """{"query":"bank DE8937040044 opening hours"}""", spoken).Decision.ShouldBe(PolicyDecision.Allow);
    }

    [Theory]
    [InlineData("pay 50 to DE8937040044", "DE0212030000", 50, "DE8937040044")]
    [InlineData("pay 50 to anna@corp.com", "bob@corp.com", 50, "'anna@corp.com'")]
    [InlineData("pay five hundred to Bob", "Bob", 950, "'500'")]
    public void What_the_user_named_is_not_replaced_by_another_trusted_value(string said, string to, int amount, string named)
    {
        var known = new TrustedText("tool:list_contacts", """[{"iban":"DE0212030000","email":"bob@corp.com","last":950}]""");

        var verdict = Decide(Transfer, $$"""{"to":"{{to}}","amount":{{amount}}}""", new Situation(said, known), "tool:read_inbox");

        verdict.Rule.ShouldBe("named");
        verdict.Reason.ShouldContain(named, Case.Insensitive);
    }

    [Theory]
    [InlineData("send 50 to Anna", "DE75512108", "named")]
    [InlineData("send 50 to Anna", "DE02500105", "named")]
    [InlineData("send 50 to Anna", "DE89370400", "label")]
    [InlineData("send 50 to Anna from my current account", "DE02120300", "named")]
    [InlineData("send 50 to DE89 3704 00", "DE02500105", "named")]
    [InlineData("move 50 from my current account to my savings", "DE02500105", "label")]
    [InlineData("send 50 to one of my payees", "DE75512108", "label")]
    public void Whoever_is_called_by_a_name_is_not_replaced_by_another_record(string said, string to, string rule)
    {
        var known = new TrustedText("tool:list_accounts", """
            {"accounts":[{"name":"Current account","iban":"DE02120300"},{"name":"Savings","iban":"DE02500105"}],"payees":[{"name":"Anna Schmidt","iban":"DE89370400"},{"name":"Rent","iban":"DE75512108"}]}
            """);

        Decide(Transfer, $$"""{"from":"DE02120300","to":"{{to}}","amount":50}""", new Situation(said, known), "tool:read_inbox").Rule.ShouldBe(rule);
    }

    [Theory]
    [InlineData("book a massage on Friday with Jonas", "Mara", "named")]
    [InlineData("book a massage on Friday with Jonas", "Jonas", "label")]
    [InlineData("book a massage on Friday with whoever is free", "Mara", "label")]
    public void A_choice_of_the_user_is_kept_and_one_that_is_left_open_is_free(string said, string staff, string rule)
    {
        var book = Traits("book_slot", """{"staff":{"type":"string","enum":["Jonas","Mara"]}}""");

        Decide(book, $$"""{"staff":"{{staff}}"}""", new Situation(said, new TrustedText("agent", "Jonas and Mara work here.")), "tool:read_notes").Rule.ShouldBe(rule);
    }

    [Theory]
    [InlineData("DE8937040044")]
    [InlineData("de89-3704-0044")]
    [InlineData("4400407398ed")]
    [InlineData("see REU4OTM3MDQwMDQ0")]
    [InlineData("444538393337303430303434")]
    public void Private_values_do_not_leave_cut_up_or_encoded_either(string body)
    {
        var account = new TrustedText("tool:get_account", """{"iban":"DE8937040044"}""");
        var mail = Traits("send_mail", """{"to":{"type":"string"},"body":{"type":"string"}}""");

        Decide(mail, $$"""{"to":"bob@corp.com","body":"{{body}}"}""", new Situation("write to bob@corp.com", account) { PrivateTexts = [account] }, "tool:read_inbox").Rule.ShouldBe("audience");
    }

    [Theory]
    [InlineData("transfer five hundred and forty to Bob", 540)]
    [InlineData("transfer twenty-five to Bob", 25)]
    [InlineData("transfer two thousand to Bob", 2000)]
    public void Numbers_in_words_are_one_number(string said, int amount)
    {
        Decide(Transfer, $$"""{"to":"Bob","amount":{{amount}}}""", new Situation(said), "tool:read_inbox").Decision.ShouldBe(PolicyDecision.Allow);
        Decide(Transfer, """{"to":"Bob","amount":1000}""", new Situation(said), "tool:read_inbox").Decision.ShouldBe(PolicyDecision.Ask);
    }

    [Theory]
    [InlineData("book the 28th at half past five", "2026-11-28T17:30")]
    [InlineData("book the 3rd, quarter to ten", "2026-12-03T09:45")]
    public void Days_of_the_month_and_spoken_times_are_understood(string said, string start) =>
        Decide(Traits("book_slot", """{"start":{"type":"string"}}"""), $$"""{"start":"{{start}}"}""", new Situation(said), "tool:read_notes").Decision.ShouldBe(PolicyDecision.Allow);

    [Fact]
    public void The_severest_rule_holds()
    {
        var policy = new AgentPolicy(
        [
            new PolicyRule("large", PolicyDecision.Ask) { Tool = "transfer_money", Argument = "amount", Above = 100, Approvers = 1 },
            new PolicyRule("huge", PolicyDecision.Ask) { Tool = "transfer_money", Argument = "amount", Above = 1000, Approvers = 2, Role = "finance" },
            new PolicyRule("never", PolicyDecision.Deny) { Tool = "transfer_money", Argument = "to", In = ["casino"], Reason = "Casinos are not paid." },
        ]);

        policy.Decide(Call(Transfer, """{"to":"x","amount":100}"""), new Situation("")).Decision.ShouldBe(PolicyDecision.Allow);
        policy.Decide(Call(Transfer, """{"to":"x","amount":101}"""), new Situation("")).ShouldSatisfyAllConditions(v => v.Rule.ShouldBe("large"), v => v.Approvers.ShouldBe(1));
        policy.Decide(Call(Transfer, """{"to":"x","amount":1001}"""), new Situation("")).ShouldSatisfyAllConditions(v => v.Rule.ShouldBe("huge"), v => v.Approvers.ShouldBe(2), v => v.Role.ShouldBe("finance"));
        policy.Decide(Call(Transfer, """{"to":"CASINO","amount":1}"""), new Situation(""))
            .ShouldBe(new PolicyVerdict(PolicyDecision.Deny, "never", "Casinos are not paid.") { Source = policy.Rules[2] });
    }

    [Fact]
    public void An_amount_that_is_no_number_is_not_let_through() =>
        new AgentPolicy([new PolicyRule("large", PolicyDecision.Deny) { Tool = "transfer_money", Argument = "amount", Above = 100 }])
            .Decide(Call(Transfer, """{"to":"x","amount":"lots"}"""), new Situation("")).Decision.ShouldBe(PolicyDecision.Deny);

    [Fact]
    public void Rules_look_at_what_happened_before()
    {
        var policy = new AgentPolicy(
        [
            new PolicyRule("owned", PolicyDecision.Deny) { Tool = "cancel_appointment", Argument = "appointment_id", NotFrom = "list_appointments" },
            new PolicyRule("once", PolicyDecision.Ask) { Tool = "transfer_money", CallsInSession = 1 },
            new PolicyRule("inside", PolicyDecision.Deny) { AfterPrivate = true, Outside = true },
        ]);
        var list = new TrustedText("tool:list_appointments", """[{"id":"A1"}]""");

        policy.Decide(Call(Cancel, """{"appointment_id":"A1"}"""), new Situation("", list)).Decision.ShouldBe(PolicyDecision.Allow);
        policy.Decide(Call(Cancel, """{"appointment_id":"B1"}"""), new Situation("cancel B1", list)).Rule.ShouldBe("owned");
        policy.Decide(Call(Transfer, """{"to":"x","amount":1}"""), new Situation("") { Calls = ["transfer_money"] }).Rule.ShouldBe("once");
        policy.Decide(Call(Transfer, """{"to":"x","amount":1}"""), new Situation("", list) { PrivateTexts = [list] }).Rule.ShouldBe("inside");
    }

    [Fact]
    public void A_rule_that_cannot_work_says_why() =>
        new PolicyRule("broken", PolicyDecision.Allow) { Above = 3, Approvers = 0 }.Faults().Count().ShouldBe(3);

    private static PolicyVerdict Decide(ToolTraits tool, string arguments, Situation situation, string? taint = null) => new AgentPolicy([]).Decide(Call(tool, arguments, taint), situation);

    private static PolicyCall Call(ToolTraits tool, string arguments, string? taint = null) => new(tool, JsonElement.Parse(arguments), taint);

    private static ToolTraits Traits(string name, string properties, bool effects = true, bool destructive = false) =>
        new(new ToolSafety(), name, effects, destructive, JsonElement.Parse($$"""{"type":"object","properties":{{properties}}}"""));

    private sealed class Situation(string said, params TrustedText[] others) : PolicySituation
    {
        private readonly TrustedText words = new("principal", said, new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));

        public TrustedText[] PrivateTexts { get; init; } = [];

        public string[] Executed { get; init; } = [];

        public string[] Calls { get; init; } = [];

        public override bool ReadPrivate => PrivateTexts.Length > 0;

        public override IReadOnlyList<TrustedText> Trusted => [words, .. others];

        public override IReadOnlyList<TrustedText> Asked => [words];

        public override IReadOnlyList<TrustedText> Private => PrivateTexts;

        public override bool IsPlanned(string tool) => others.Any(t => t.Source == "plan");

        public override int CallsInRun(string tool) => Calls.Count(c => c == tool);

        public override int CallsInSession(string tool) => Calls.Count(c => c == tool);

        public override bool WasExecuted(PolicyCall call) => Executed.Contains($"{call.Tool.Name} {call.Arguments.GetRawText()}");
    }
}
