using System.Text.Json;
using Holdfast.People;

namespace Holdfast.Tests.People;

/// <summary>A decision is bound to what would be executed: the same meaning has the same digest, and any change another.</summary>
public sealed class ApprovalDigestTests
{
    private static readonly Guid Session = Guid.NewGuid();
    private static readonly Guid Run = Guid.NewGuid();

    [Theory]
    [InlineData("""{"a":1,"b":"x"}""", """{ "b" : "x", "a" : 1 }""")]
    [InlineData("""{"a":1}""", """{"a":1.00}""")]
    [InlineData("""{"a":"é"}""", """{"a":"\u00e9"}""")]
    public void The_same_value_spelt_otherwise_has_the_same_digest(string one, string other) => Of(one).ShouldBe(Of(other));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":"1"}""")]
    [InlineData("""{"a":1}""", """{"a":10}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""")]
    [InlineData("""{"a":null}""", """{}""")]
    [InlineData("""{"a":"x,3\"y\""}""", """{"a":"x","y":""}""")]
    [InlineData("""{"a":0.1}""", """{"a":0.10000000000000000000000000001}""")]
    [InlineData("""{"a":1e5}""", """{"a":1e6}""")]
    public void Another_value_has_another_digest(string one, string other) => Of(one).ShouldNotBe(Of(other));

    [Fact]
    public void Every_field_is_bound()
    {
        var arguments = JsonElement.Parse("""{"a":1}""");
        var ann = new Principal("shop", "ann", []);
        var digests = new[]
        {
            ApprovalDigest.Of(ann, Session, Run, "call", "pay", arguments),
            ApprovalDigest.Of(ann with { Tenant = "other" }, Session, Run, "call", "pay", arguments),
            ApprovalDigest.Of(ann with { User = "bob" }, Session, Run, "call", "pay", arguments),
            ApprovalDigest.Of(ann, Run, Run, "call", "pay", arguments),
            ApprovalDigest.Of(ann, Session, Session, "call", "pay", arguments),
            ApprovalDigest.Of(ann, Session, Run, "call2", "pay", arguments),
            ApprovalDigest.Of(ann, Session, Run, "call", "pay2", arguments),
            ApprovalDigest.Of(ann with { Tenant = "shopa", User = "nn" }, Session, Run, "call", "pay", arguments),
        };
        digests.Distinct().Count().ShouldBe(digests.Length);
    }

    private static string Of(string arguments) => ApprovalDigest.Of(Principal.Anonymous, Session, Run, "call", "pay", JsonElement.Parse(arguments));
}
