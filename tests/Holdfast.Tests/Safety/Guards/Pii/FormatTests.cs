using Holdfast.Safety.Guards;
using Holdfast.Safety.Guards.Pii;

namespace Holdfast.Tests.Safety.Guards.Pii;

/// <summary>Forms in which people and machines write addresses and numbers.</summary>
public sealed class FormatTests
{
    [Theory]
    [InlineData("call tel:+49-30-1234567 now", "phone", "+49-30-1234567")]
    [InlineData("phone: 415\u2011555\u20112671", "phone", "415\u2011555\u20112671")]
    [InlineData("phone 030\u00A01234567", "phone", "030\u00A01234567")]
    [InlineData("the MAC is 001A2b3c4d5e", "mac-address", "001A2b3c4d5e")]
    [InlineData("open http://intranet/start.html", "url", "http://intranet/start.html")]
    [InlineData("open http://[2001:db8::1]:8080/x", "ip-address", "http://[2001:db8::1]:8080/x")]
    public async Task Other_forms_are_found(string text, string kind, string value) =>
        (await FindAsync(text)).Where(f => f.Kind == kind).Select(f => text.Substring(f.Start, f.Length)).ShouldContain(value);

    [Theory]
    [InlineData("std::vector and abc::def are names")]
    [InlineData("commit 001a2b3c4d5e fixed it")]
    [InlineData("ratio:1234567 in the table")]
    public async Task What_looks_alike_is_left(string text) => (await FindAsync(text)).ShouldBeEmpty();

    private static async Task<IReadOnlyList<GuardFinding>> FindAsync(string text) =>
        await new PiiGuard(new PiiGuardOptions { Kinds = PiiKinds.All }).CheckAsync(new GuardedText { Text = text, Point = GuardPoint.Output }, TestContext.Current.CancellationToken);
}
