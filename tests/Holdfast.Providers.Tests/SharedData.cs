using System.Runtime.CompilerServices;

namespace Holdfast.Providers.Tests;

/// <summary>The development data that lies beside the repository. Tests that use it are skipped where it is absent.</summary>
internal static class SharedData
{
    public static string Path(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Holdfast.slnx")))
            {
                var path = System.IO.Path.Combine(folder.Parent!.FullName, "shared", "data", file);
                Assert.SkipUnless(File.Exists(path), $"{file} is not at {path}: the recorded exchanges are not part of the repository.");
                return path;
            }
        }

        throw new InvalidOperationException("Holdfast.slnx is not above the test's folder.");
    }
}
