using System.Security.Cryptography;
using System.Text;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Redaction;

namespace Holdfast.Tests.Safety.Redaction;

public sealed class RedactionVaultTests
{
    private static readonly byte[] Key = SHA256.HashData("test"u8);
    private static readonly Guid Session = Guid.Parse("11111111-2222-3333-4444-555555555555");

    [Fact]
    public void Continues_where_its_entries_end()
    {
        var first = new RedactionVault(Key, Session);
        Hide(first, "ann@example.org").ShouldBe("[email:1]");
        Hide(first, "bob@example.org").ShouldBe("[email:2]");
        var second = new RedactionVault(Key, Session, first.Entries);
        Hide(second, "bob@example.org").ShouldBe("[email:2]");
        Hide(second, "eve@example.org").ShouldBe("[email:3]");
        second.TryReveal("[email:1]", out var value).ShouldBeTrue();
        value.ShouldBe("ann@example.org");
        second.TryReveal("[email:4]", out _).ShouldBeFalse();
    }

    [Fact]
    public void Seals_the_same_session_to_the_same_bytes_and_shows_no_value()
    {
        var (first, second) = (new RedactionVault(Key, Session), new RedactionVault(Key, Session));
        Hide(first, "ann@example.org");
        Hide(second, "ann@example.org");
        first.Entries[0].Sealed.ToArray().ShouldBe(second.Entries[0].Sealed.ToArray());
        Encoding.Latin1.GetString(first.Entries[0].Sealed.Span).ShouldNotContain("ann");
    }

    [Fact]
    public void Refuses_entries_of_another_key_session_or_placeholder()
    {
        var vault = new RedactionVault(Key, Session);
        Hide(vault, "ann@example.org");
        var entry = vault.Entries[0];
        var changed = entry.Sealed.ToArray();
        changed[^1] ^= 1;
        Refuses(() => new RedactionVault(SHA256.HashData("other"u8), Session, [entry]));
        Refuses(() => new RedactionVault(Key, Guid.Empty, [entry]));
        Refuses(() => new RedactionVault(Key, Session, [entry with { Placeholder = "[email:2]" }]));
        Refuses(() => new RedactionVault(Key, Session, [entry with { Sealed = changed }]));
        Refuses(() => new RedactionVault(Key, Session, [entry with { Sealed = new byte[4] }]));
        Should.Throw<ArgumentException>(() => new RedactionVault(Key.AsSpan(1), Session)).Message.ShouldContain("31 bytes");
    }

    private static void Refuses(Action action) => Should.Throw<HoldfastException>(action).Code.ShouldBe("vault-unreadable");

    private static string Hide(RedactionVault vault, string value) => Redactor.Redact(value, [new GuardFinding("email", 0, value.Length)], vault).Text;
}
