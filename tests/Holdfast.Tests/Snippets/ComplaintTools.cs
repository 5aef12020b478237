using System.ComponentModel;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Tests.Snippets;

/// <summary>The tools of docs/patterns.md.</summary>
public sealed class ComplaintTools
{
    [Tool(Effect = ToolEffect.Read, Returns = Integrity.Trusted), Description("Finds an order.")]
    public string FindOrder([Description("Its number.")] string number) => $"order {number} was sent on Monday";

    [Tool(Returns = Integrity.Trusted), Description("Pays the money for an order back.")]
    public string RefundOrder([Description("Its number.")] string number) => $"refunded {number}";
}
