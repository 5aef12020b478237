using System.Security.Cryptography;
using System.Text.Json;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Guards.Pii;
using Holdfast.Safety.Guards.Secrets;
using Holdfast.Safety.Redaction;

namespace Holdfast.Tests.Safety.Redaction;

public sealed class RedactorTests
{
    private static readonly GuardSet Guards = new([new PiiGuard(new PiiGuardOptions { RedactedAt = GuardPoint.Everywhere }), new SecretsGuard()]);
    private readonly RedactionVault vault = new(SHA256.HashData("test"u8), Guid.Parse("11111111-2222-3333-4444-555555555555"));

    [Fact]
    public void Findings_that_overlap_are_replaced_once_by_the_surest_name() =>
        Redactor.Redact("call 555 0100 now", [new GuardFinding("phone", 5, 8, 0.7), new GuardFinding("national-id", 9, 4, 0.9), new GuardFinding("phone", 5, 3, 0.3)])
            .Text.ShouldBe("call [national-id] now");

    [Fact]
    public void What_may_not_come_back_wins_over_what_may() =>
        Redactor.Redact("x=abcdef", [new GuardFinding("email", 2, 6, 0.95), new GuardFinding("api-key", 3, 3, 0.5, "[api-key]")], vault).Text.ShouldBe("x=[api-key]");

    [Fact]
    public async Task The_same_value_keeps_its_placeholder_in_the_session_and_comes_back()
    {
        const string First = "Write to ann@example.org and bob@example.org.";
        const string Second = "Is bob@example.org there? 4012 8888 8888 1881";
        var first = await RedactAsync(First);
        var second = await RedactAsync(Second);
        first.Text.ShouldBe("Write to [email:1] and [email:2].");
        second.Text.ShouldBe("Is [email:2] there? [card:1]");
        (first.Entries.Count, second.Entries.Count).ShouldBe((2, 1));
        Redactor.Restore(first.Text, vault).ShouldBe(First);
        Redactor.Restore(second.Text, vault).ShouldBe(Second);
        Redactor.Restore("[email:3] [card] [1]", vault).ShouldBe("[email:3] [card] [1]");
    }

    [Fact]
    public async Task Redacting_again_changes_nothing()
    {
        var once = await RedactAsync("ann@example.org, password=hunter22!x, card 4012888888881881, api_key: Zx81kq0L" + "m3nP9vT2");
        var twice = await RedactAsync(once.Text);
        twice.Text.ShouldBe(once.Text);
        twice.Entries.ShouldBeEmpty();
        Redactor.Redact(once.Text, [new GuardFinding("person-name", once.Text.IndexOf("email", StringComparison.Ordinal), 5)]).Text.ShouldBe(once.Text);
    }

    [Fact]
    public async Task Json_stays_json_and_hides_no_value_behind_an_escape()
    {
        const string Json = """{"mail":"ann\u0040example.org","note":"a\"b \u0034012-8888-8888-1881\n","card":4012888888881881,"n":[12,-3.5e2],"ok":true}""";
        var redacted = await RedactAsync(Json);
        redacted.Text.ShouldBe("""{"mail":"[email:1]","note":"a\"b [card:1]\n","card":"[card:2]","n":[12,-3.5e2],"ok":true}""");
        using var restored = JsonDocument.Parse(Redactor.Restore(redacted.Text, vault));
        restored.RootElement.GetProperty("mail").GetString().ShouldBe("ann@example.org");
        restored.RootElement.GetProperty("note").GetString().ShouldBe("a\"b 4012-8888-8888-1881\n");
    }

    [Fact]
    public void A_finding_over_several_values_of_json_replaces_each_and_no_bracket()
    {
        const string Json = """{"a":"one","b":22,"c":["x\"y"]}""";
        var redacted = Redactor.Redact(Json, [new GuardFinding("odd", 0, Json.Length)]);
        redacted.Text.ShouldBe("""{"[odd]":"[odd]","[odd]":"[odd]","[odd]":["[odd]"]}""");
    }

    [Fact]
    public void A_value_with_quotes_comes_back_escaped_in_json()
    {
        var redacted = Redactor.Redact("""{"q":"say \"hi\" now"}""", [new GuardFinding("odd", 10, 6)], vault);
        redacted.Text.ShouldBe("""{"q":"say [odd:1] now"}""");
        Redactor.Restore(redacted.Text, vault).ShouldBe("""{"q":"say \"hi\" now"}""");
        Redactor.Restore("plain [odd:1]", vault).ShouldBe("plain \"hi\"");
    }

    private async Task<GuardOutcome> RedactAsync(string text) =>
        await Guards.CheckAsync(new GuardedText { Text = text, Point = GuardPoint.Input }, vault, TestContext.Current.CancellationToken);
}
