using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Holdfast.Providers.Tests.MockModel;

/// <summary>Every client, streaming and not, with these further arguments.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class CombinatorialClientsAttribute(params object[] arguments) : DataAttribute
{
    public object[] Arguments { get; } = arguments;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        string[] protocols = ["chat", "responses", "messages"];
        return new([.. protocols.SelectMany(protocol => new[] { false, true }, (protocol, streaming) => new TheoryDataRow([protocol, streaming, .. Arguments]))]);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
