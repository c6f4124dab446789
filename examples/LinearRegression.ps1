# A model of your own, as a class. PowerShell looks up the base class when it reads this file, so LinRegPS must be
# imported before: dot-source the file after Import-Module, as ThreeWays.ps1 does.
using namespace LinRegPS

class LinearRegression : Module {
    [Linear]$lin

    LinearRegression([int]$inFeatures, [int]$outFeatures) {
        $this.lin = [Linear]::new($inFeatures, $outFeatures)
    }

    [Tensor] Forward([Tensor]$x) {
        return $this.lin.Forward($x)
    }
}
