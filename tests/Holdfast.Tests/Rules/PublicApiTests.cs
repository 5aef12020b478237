using System.Reflection;

namespace Holdfast.Tests.Rules;

/// <summary>What we promise: the public members are those of PublicApi.txt, and they keep the conventions.</summary>
public sealed class PublicApiTests
{
    private const string Update = "HOLDFAST_UPDATE_PUBLIC_API";
    private const string Snapshot = "tests/Holdfast.Tests/Rules/PublicApi.txt";

    /// <summary>Methods that wait without a token, each with its reason.</summary>
    private static readonly HashSet<string> WithoutToken = new(StringComparer.Ordinal)
    {
        // A commit that may have begun is not given up; who does not want to wait longer uses WaitAsync.
        "Holdfast.Journal.GroupCommit.CommitAsync",
        // What was spent is counted, whoever cancelled.
        "Holdfast.Cost.RunBudget.SettleAsync",
    };

    [Fact]
    public void The_public_members_are_those_of_the_snapshot()
    {
        var now = string.Join('\n', PublicApi.Assemblies.SelectMany(PublicApi.Describe)) + "\n";
        var path = Path.Combine(Repository.Root, Snapshot);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            File.WriteAllText(path, now);
        }

        var promised = File.ReadAllText(path).ReplaceLineEndings("\n");
        var added = now.Split('\n').Except(promised.Split('\n')).ToList();
        var removed = promised.Split('\n').Except(now.Split('\n')).ToList();
        (added.Count + removed.Count).ShouldBe(0, $"The public API changed. Look whether it should, then run the tests once with {Update}=1.\nAdded:\n{string.Join('\n', added)}\nRemoved:\n{string.Join('\n', removed)}");
    }

    [Fact]
    public void Public_methods_that_wait_end_with_Async_and_take_a_token_last()
    {
        var faults = new List<string>();
        foreach (var method in PublicApi.Assemblies.SelectMany(a => a.GetExportedTypes()).SelectMany(OwnMethods).Where(Waits))
        {
            var name = $"{method.DeclaringType!.FullName}.{method.Name}";
            if (!method.Name.EndsWith("Async", StringComparison.Ordinal))
            {
                faults.Add($"{name} must end with Async");
            }

            if (method.GetParameters() is not [.., { ParameterType: var last, Name: "cancellationToken" }] || last != typeof(CancellationToken))
            {
                if (method.Name != nameof(IAsyncDisposable.DisposeAsync) && !WithoutToken.Contains(name))
                {
                    faults.Add($"{name} must take CancellationToken cancellationToken last");
                }
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void Classes_that_are_not_public_are_sealed()
    {
        var open = PublicApi.Assemblies.SelectMany(a => a.GetTypes())
            .Where(t => t is { IsClass: true, IsVisible: false, IsSealed: false, IsAbstract: false } && !t.Name.Contains('<') && t.FullName?.Contains("Regex", StringComparison.Ordinal) != true)
            .Where(t => !t.Assembly.GetTypes().Any(other => other.BaseType is { } parent && (parent == t || (parent.IsGenericType && parent.GetGenericTypeDefinition() == t))))
            .Select(t => t.FullName);
        open.ShouldBeEmpty("Make the class sealed.");
    }

    private static IEnumerable<MethodInfo> OwnMethods(Type type) => typeof(Delegate).IsAssignableFrom(type) ? [] :
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName && m.GetBaseDefinition().DeclaringType == type && !ImplementsForeign(m));

    private static bool ImplementsForeign(MethodInfo method) => !method.DeclaringType!.IsInterface && method.DeclaringType.GetInterfaces()
        .Where(i => i.Assembly != method.DeclaringType.Assembly)
        .Any(i => method.DeclaringType.GetInterfaceMap(i).TargetMethods.Contains(method));

    private static bool Waits(MethodInfo method) =>
        method.ReturnType is var type && (typeof(Task).IsAssignableFrom(type) || type == typeof(ValueTask)
            || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))));
}
