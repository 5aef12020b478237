using Holdfast.Cli;

return await HoldfastTool.RunAsync(args, Terminal.OfProcess());
