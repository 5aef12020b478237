using System.Text;
using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Wire;

/// <summary>A tool call that arrives in pieces. Its arguments are kept as text and never parsed here.</summary>
internal sealed class ToolCallBuilder
{
    private string arguments = "";
    private StringBuilder? pieces;

    public int Index { get; init; }

    public string? Id { get; set; }

    public string? Name { get; set; }

    public void Append(string? piece)
    {
        if (string.IsNullOrEmpty(piece))
        {
            return;
        }

        if (arguments.Length == 0)
        {
            arguments = piece;
        }
        else
        {
            (pieces ??= new StringBuilder(arguments)).Append(piece);
        }
    }

    /// <summary>Returns the call, complete now.</summary>
    /// <param name="fallbackId">The id where the provider gave none: results must name the call they answer.</param>
    /// <param name="fallbackArguments">The arguments where no piece came.</param>
    public FunctionCallContent ToContent(string fallbackId, string fallbackArguments)
    {
        var json = pieces?.ToString() ?? arguments;
        return new FunctionCallContent(string.IsNullOrEmpty(Id) ? fallbackId : Id, Name ?? "")
        {
            RawRepresentation = new ToolCallArguments(json.Length == 0 ? fallbackArguments : json),
        };
    }
}
