using Holdfast.Safety.Guards.Injection;

namespace Holdfast.Safety.Guards;

/// <summary>
/// Looks for text that gives the agent orders: rules over the meaning of words in twelve languages, and a small trained model. It makes attacks
/// visible and the plain ones fail early. It is no boundary: what an agent may do is decided by labels and policy, whatever this guard says.
/// </summary>
public sealed class PromptInjectionGuard : Guard
{
    private readonly InjectionDetector detector = new(InjectionModel.BuiltIn);
    private readonly double least;

    private PromptInjectionGuard(string name, GuardPoint points, GuardMode mode, double least)
    {
        Name = name;
        Points = points;
        Mode = mode;
        this.least = least;
    }

    /// <summary>For what the principal says: blocks, and only where it is sure, for people ask odd things with good intent.</summary>
    public static PromptInjectionGuard ForInput { get; } = new("prompt-injection", GuardPoint.Input, GuardMode.Block, InjectionDetector.Certain);

    /// <summary>For results of tools and retrieved text: records what looks like an order, and lets it pass as untrusted.</summary>
    public static PromptInjectionGuard ForDocuments { get; } = new("document-injection", GuardPoint.ToolResult | GuardPoint.Retrieved, GuardMode.Observe, 0);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override GuardPoint Points { get; }

    /// <inheritdoc/>
    public override GuardMode Mode { get; }

    /// <inheritdoc/>
    public override bool Distrusts => true;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<GuardFinding>>(
            [.. detector.Find(text.Text, text.Point is not GuardPoint.Input).Where(f => f.Confidence >= least)]);
}
