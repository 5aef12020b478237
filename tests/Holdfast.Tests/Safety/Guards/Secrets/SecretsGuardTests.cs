using System.Text;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Guards.Secrets;

namespace Holdfast.Tests.Safety.Guards.Secrets;

/// <summary>Secrets stand here in pieces, so that no scanner of repositories takes them for real ones.</summary>
public sealed class SecretsGuardTests
{
    [Theory]
    [InlineData("key AKIA", "IOSFODNN7EXAMPLF", " in use", "api-key", 4, 20)]
    [InlineData("use ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", ".", "api-key", 4, 40)]
    [InlineData("use ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R", ".", null, 0, 0)] // one short
    [InlineData("use ghp_", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", ".", null, 0, 0)] // a placeholder
    [InlineData("postgres://app:", "s3cr3tw0rd", "@db:5432/shop", "password", 15, 10)]
    [InlineData("postgres://app:", "${DB_PASSWORD}", "@db:5432/shop", null, 0, 0)]
    [InlineData("Server=db;User Id=sa;Password=", "hunter", ";Encrypt=true", "password", 30, 6)]
    [InlineData("my password is ", "hunter22!x", ", thanks", "password", 15, 10)]
    [InlineData("the password is ", "required", " here", null, 0, 0)]
    [InlineData("{\"api_key\": \"", "Zx81kq0Lm3nP9vT2", "\"}", "assigned-secret", 13, 16)]
    [InlineData("api_key: ", "your-key-goes-here1", "", null, 0, 0)]
    [InlineData("token_id = ", "8f3k29dk20dk3920", "", null, 0, 0)] // says something about a secret
    [InlineData("Authorization: Bearer ", "8d3f9a7b6c5e4d3f2a1b", "", "authorization", 22, 20)]
    [InlineData("Authorization: Bearer ", "$API_KEY", "", null, 0, 0)]
    [InlineData("api_key: ", "[api-key]", "", null, 0, 0)] // what redaction put there
    public async Task Finds_secrets_and_not_what_stands_in_for_them(string before, string secret, string after, string? kind, int start, int length)
    {
        var findings = await CheckAsync(before + secret + after);
        if (kind is null)
        {
            findings.ShouldBeEmpty();
            return;
        }

        var finding = findings.ShouldHaveSingleItem();
        (finding.Kind, finding.Start, finding.Length).ShouldBe((kind, start, length));
        finding.Replacement.ShouldBe($"[{kind}]");
    }

    [Fact]
    public async Task A_private_key_is_a_secret_to_its_end_and_without_an_end_to_the_end_of_the_text()
    {
        const string Begin = "-----BEGIN RSA PRIVATE " + "KEY-----";
        const string End = "-----END RSA PRIVATE " + "KEY-----";
        var whole = (await CheckAsync($"x {Begin}\nMIIB\n{End} y")).ShouldHaveSingleItem();
        (whole.Start, whole.Length).ShouldBe((2, Begin.Length + End.Length + 6));
        var cut = (await CheckAsync($"x {Begin}\nMIIB y")).ShouldHaveSingleItem();
        cut.Length.ShouldBe(Begin.Length + 7);
    }

    [Fact]
    public async Task A_token_of_three_parts_is_found_by_its_header()
    {
        static string Part(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=');
        var token = $"{Part("""{"alg":"HS256","typ":"JWT"}""")}.{Part("""{"sub":"ann"}""")}.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
        var finding = (await CheckAsync($"cookie={token}.")).ShouldHaveSingleItem();
        (finding.Kind, finding.Start, finding.Length).ShouldBe(("jwt", 7, token.Length));
    }

    [Theory]
    [InlineData("eyJ")]
    [InlineData("-eyJhbGciOi.")]
    [InlineData("-----BEGIN ")]
    [InlineData("-----BEGIN PRIVATE KEY")]
    [InlineData("://a:")]
    [InlineData("password=")]
    [InlineData("token: \"")]
    [InlineData("curl -u ")]
    [InlineData("curl ")]
    [InlineData("Bearer ")]
    [InlineData("-ops_eyJ")]
    [InlineData("AKIA")]
    public async Task Hostile_text_yields_no_more_findings_than_it_has_room_for(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, 1_000_000 / piece.Length).ToString();
        var findings = await CheckAsync(text);
        findings.Count.ShouldBeLessThanOrEqualTo(text.Length / 8);
    }

    private static ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(string text) =>
        new SecretsGuard().CheckAsync(new GuardedText { Text = text, Point = GuardPoint.Input }, TestContext.Current.CancellationToken);
}
